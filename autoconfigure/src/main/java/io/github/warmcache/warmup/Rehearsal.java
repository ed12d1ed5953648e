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

package io.github.warmcache.warmup;

/**
 * Practice run of an application after its caches are filled and before it is ready, so
 * that its first users need not wait for class loading, compilation and connections.
 * Beans of this type are called once, one after the other, in their order.
 * <p>
 * A rehearsal must change nothing that outlives it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Rehearsal {

	/**
	 * Practise. Called on a thread of the warm-up. The thread is interrupted at the
	 * deadline of the rehearsals and when the application stops. After the deadline the
	 * application becomes ready all the same.
	 * @throws Exception if the rehearsal failed, which is logged and has no consequences
	 */
	void rehearse() throws Exception;

}
