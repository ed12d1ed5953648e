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

package io.github.warmcache.autoconfigure.endpoint;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands for the endpoint {@code cachewarmup}, and tells what a test wants it to. A
 * controller, because an endpoint of a test would have metadata of its own.
 */
@RestController
class FakeWarmupEndpoint {

	private final AtomicLong asked = new AtomicLong();

	private volatile LongFunction<JsonTree> answer = (asked) -> new JsonTree();

	private volatile JsonTree way = new JsonTree();

	private volatile int status = 200;

	private volatile MediaType type = MediaType.APPLICATION_JSON;

	private volatile String askedKey = "";

	/**
	 * Begin to tell something else.
	 * @param answer the answer to the first question from now on, which is 0, and so on
	 */
	void tell(LongFunction<JsonTree> answer) {
		this.asked.set(0);
		this.answer = answer;
		this.status = 200;
		this.type = MediaType.APPLICATION_JSON;
	}

	void tell(JsonTree answer) {
		tell((asked) -> answer);
	}

	void tellWay(JsonTree way) {
		this.way = way;
	}

	/**
	 * Begin to refuse.
	 */
	void refuse(int status) {
		this.status = status;
	}

	/**
	 * Begin to answer with the page of a login.
	 */
	void tellLogin() {
		this.type = MediaType.TEXT_HTML;
	}

	String askedKey() {
		return this.askedKey;
	}

	@GetMapping("/actuator/cachewarmup")
	ResponseEntity<Object> warmup() {
		Map<String, @Nullable Object> body = this.answer.apply(this.asked.getAndIncrement()).json();
		return respond(MediaType.TEXT_HTML.equals(this.type) ? "<h1>Login</h1>" : body);
	}

	@GetMapping("/actuator/cachewarmup/{cache}/{key}")
	ResponseEntity<Object> key(@PathVariable String cache, @PathVariable String key) {
		this.askedKey = cache + " " + key;
		return respond(this.way.json());
	}

	private ResponseEntity<Object> respond(Object body) {
		return ResponseEntity.status(this.status).contentType(this.type).body((this.status != 200) ? Map.of() : body);
	}

}
