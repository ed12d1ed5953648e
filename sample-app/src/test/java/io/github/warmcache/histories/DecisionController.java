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

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands for the model: whoever has no past is suspicious.
 */
@RestController
class DecisionController {

	private final Histories histories;

	DecisionController(Histories histories) {
		this.histories = histories;
	}

	@GetMapping("/decisions/{user}")
	Decision decide(@PathVariable long user) {
		return new Decision(user, this.histories.of(user).isEmpty());
	}

	/**
	 * What is decided about a user.
	 *
	 * @param user the id
	 * @param flagged whether the user is held back
	 */
	record Decision(long user, boolean flagged) {

	}

}
