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

package io.github.warmcache.tier.shape;

import java.math.BigInteger;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Shape of JSON trees. A parser creates only some kinds of their nodes.
 */
final class JsonTreeShape extends ValueShape {

	private static final Set<Class<?>> KEPT = Set.of(StringNode.class, BooleanNode.class, NullNode.class,
			IntNode.class);

	private final Class<?> declared;

	JsonTreeShape(Class<?> declared) {
		this.declared = declared;
	}

	@Override
	void inspect(Object value, Inspection inspection) throws UnequalPartException {
		JsonNode node = (JsonNode) value;
		if (node.isNull()) {
			throw new UnequalPartException("is a NullNode, which would be read as null");
		}
		inspect(node);
	}

	private static void inspect(JsonNode node) throws UnequalPartException {
		Class<?> type = node.getClass();
		if (type == ObjectNode.class || type == ArrayNode.class) {
			for (JsonNode part : node.values()) {
				try {
					inspect(part);
				}
				catch (UnequalPartException ex) {
					throw ex.below("[]");
				}
			}
		}
		else if (!KEPT.contains(type) && !isNumberOfItsSize(node)) {
			throw new UnequalPartException(
					"is a " + type.getSimpleName() + ", which another pod would read as a node of another class");
		}
	}

	private static boolean isNumberOfItsSize(JsonNode node) {
		if (node.isDouble()) {
			return Double.isFinite(node.doubleValue());
		}
		if (node.isLong()) {
			return node.longValue() != node.intValueOpt().orElse(0) || node.intValueOpt().isEmpty();
		}
		return node.isBigInteger() && isLarge(node.bigIntegerValue());
	}

	private static boolean isLarge(BigInteger number) {
		return number.bitLength() >= Long.SIZE && number.bitLength() <= LeafShapes.MOST_BITS;
	}

	@Override
	void inspectNull(Inspection inspection) throws UnequalPartException {
		if (this.declared != ObjectNode.class && this.declared != ArrayNode.class) {
			throw otherThanNull(NullNode.class);
		}
	}

	@Override
	boolean isOpen() {
		return true;
	}

}
