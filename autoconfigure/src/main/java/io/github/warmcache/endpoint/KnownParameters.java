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

package io.github.warmcache.endpoint;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Refusal of changes with a parameter that the endpoint does not know. Boot ignores such
 * a parameter, and a dry run with a misspelt {@code dryRun} would change something.
 *
 * @since 0.1.0
 */
public final class KnownParameters implements OperationInvokerAdvisor {

	private static final EndpointId ENDPOINT = EndpointId.of("cachewarmup");

	/**
	 * Create an advisor.
	 */
	public KnownParameters() {
		// Declared for its javadoc.
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!endpointId.equals(ENDPOINT) || operationType == OperationType.READ) {
			return invoker;
		}
		Set<String> known = parameters.stream()
			.filter((parameter) -> parameter.getType() != SecurityContext.class)
			.map(OperationParameter::getName)
			.collect(Collectors.toCollection(TreeSet::new));
		return (context) -> {
			check(context, known);
			return invoker.invoke(context);
		};
	}

	private static void check(InvocationContext context, Set<String> known) {
		if (!known.containsAll(context.getArguments().keySet())) {
			String reason = "The request has an unknown parameter, and nothing was changed. Known ones are: "
					+ String.join(", ", known);
			throw new InvalidEndpointRequestException(reason, reason);
		}
	}

}
