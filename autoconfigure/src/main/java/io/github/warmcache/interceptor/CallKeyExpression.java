/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.warmcache.interceptor;

import java.util.Collection;
import java.util.Set;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpDec;
import org.springframework.expression.spel.ast.OpInc;
import org.springframework.expression.spel.ast.OpOr;
import org.springframework.expression.spel.ast.Operator;
import org.springframework.expression.spel.ast.OperatorNot;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Check of the references in a key expression. An expression is self-contained if it
 * consists of arguments, literals, properties, methods and operators. Its result is then
 * the same whatever else Spring's evaluation context knows: it has no beans, types,
 * assignments or unknown variables.
 */
final class CallKeyExpression {

	private static final String ROOT = "root";

	private static final String THIS = "this";

	private static final Set<String> ROOT_PROPERTIES = Set.of("method", "methodName", "args", "target", "targetClass");

	private final Collection<String> variables;

	private boolean selfContained = true;

	private boolean root;

	private CallKeyExpression(Collection<String> variables) {
		this.variables = variables;
	}

	static CallKeyExpression check(SpelNode ast, Collection<String> variables) {
		CallKeyExpression result = new CallKeyExpression(variables);
		result.visit(ast);
		return result;
	}

	static String name(VariableReference variable) {
		return variable.toStringAST().substring(1);
	}

	boolean isSelfContained() {
		return this.selfContained;
	}

	boolean usesRoot() {
		return this.root;
	}

	private void visit(SpelNode node) {
		if (node instanceof CompoundExpression) {
			visitPath(node);
		}
		else if (node instanceof VariableReference variable) {
			require(isKnown(variable));
		}
		else if (node instanceof PropertyOrFieldReference property) {
			visitOfRoot(property);
		}
		else if (isOperation(node)) {
			visitChildren(node);
		}
		else {
			require(node instanceof Literal);
		}
	}

	private void visitPath(SpelNode path) {
		int next = 1;
		if (path.getChild(0) instanceof VariableReference variable && name(variable).equals(ROOT)) {
			require(path.getChild(1) instanceof PropertyOrFieldReference);
			visit(path.getChild(1));
			next = 2;
		}
		else {
			visit(path.getChild(0));
		}
		for (int i = next; i < path.getChildCount(); i++) {
			visitStep(path.getChild(i));
		}
	}

	private void visitStep(SpelNode step) {
		if (step instanceof MethodReference) {
			visitChildren(step);
		}
		else if (step instanceof Indexer) {
			// Any other index may be resolved as a name in the indexed object.
			SpelNode index = step.getChild(0);
			require(index instanceof Literal || (index instanceof VariableReference variable && isKnown(variable)));
		}
		else {
			require(step instanceof PropertyOrFieldReference);
		}
	}

	private void visitOfRoot(PropertyOrFieldReference property) {
		require(ROOT_PROPERTIES.contains(property.getName()));
		this.root = true;
	}

	private void visitChildren(SpelNode node) {
		for (int i = 0; i < node.getChildCount(); i++) {
			visit(node.getChild(i));
		}
	}

	private static boolean isOperation(SpelNode node) {
		return (node instanceof Operator && !(node instanceof OpInc) && !(node instanceof OpDec))
				|| node instanceof OpAnd || node instanceof OpOr || node instanceof OperatorNot
				|| node instanceof Ternary || node instanceof Elvis || node instanceof InlineList;
	}

	private boolean isKnown(VariableReference variable) {
		String name = name(variable);
		return !name.equals(ROOT) && !name.equals(THIS) && this.variables.contains(name);
	}

	private void require(boolean condition) {
		this.selfContained = this.selfContained && condition;
	}

}
