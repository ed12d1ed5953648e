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

package io.github.warmcache.histories;

import java.util.List;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * What users did before.
 */
@Service
public class Histories {

	private final HistoryStore store;

	Histories(HistoryStore store) {
		this.store = store;
	}

	/**
	 * Find what a user did.
	 * @param user the id
	 * @return the events, the oldest first; empty for a user of whom nothing is known
	 */
	@Cacheable("histories")
	public List<Event> of(long user) {
		return this.store.find(user);
	}

}
