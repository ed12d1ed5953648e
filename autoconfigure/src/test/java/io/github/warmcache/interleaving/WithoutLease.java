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

package io.github.warmcache.interleaving;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;

import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedRead.FillTicket;
import io.github.warmcache.tier.SharedTier;

/**
 * Shared tier that takes every fill, as one without leases and epochs does.
 */
final class WithoutLease {

	private WithoutLease() {
	}

	static SharedTier of(SharedTier real) {
		return (SharedTier) Proxy.newProxyInstance(WithoutLease.class.getClassLoader(),
				new Class<?>[] { SharedTier.class }, (self, method, arguments) -> {
					if (method.getName().equals("fill")) {
						// A ticket as if the load had begun just now.
						SharedRead now = real.read(arguments[0]);
						FillTicket ticket = (now instanceof SharedRead.Miss miss) ? miss.ticket()
								: (FillTicket) arguments[3];
						return real.fill(arguments[0], arguments[1], (Duration) arguments[2],
								Objects.requireNonNull(ticket));
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
