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

package io.github.warmcache.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Page of a {@link Chromium}, which keeps what it asked for and what went wrong in it.
 */
public final class BrowserPage implements AutoCloseable {

	private static final long ANSWER_SECONDS = 30;

	private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, "Space", 32, "Escape", 27);

	private final JsonMapper json = new JsonMapper();

	private final AtomicInteger ids = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private final WebSocket socket;

	BrowserPage(HttpClient http, URI uri) {
		this.socket = http.newWebSocketBuilder().buildAsync(uri, new Receiver()).join();
		List.of("Page", "Runtime", "Log", "Network", "Accessibility").forEach((domain) -> send(domain + ".enable"));
		size(1280, 900);
	}

	/**
	 * Run a script at the beginning of each document that is opened from now on.
	 */
	public void prepare(String script) {
		send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
	}

	/**
	 * Open an address and wait until the document is there.
	 */
	public void navigate(String url) {
		this.requests.clear();
		this.problems.clear();
		send("Page.navigate", Map.of("url", url));
		await("location.href !== 'about:blank' && document.readyState === 'complete'");
	}

	/**
	 * Evaluate an expression of JavaScript, which may be a promise.
	 * @return what it returns, as JSON
	 */
	public JsonNode evaluate(String expression) {
		JsonNode answer = send("Runtime.evaluate",
				Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
		if (answer.has("exceptionDetails")) {
			throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
		}
		return answer.get("result").path("value");
	}

	/**
	 * Wait until an expression is true.
	 */
	public void await(String expression) {
		Awaitility.await(expression)
			.atMost(Duration.ofSeconds(60))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptions()
			.until(() -> evaluate("Boolean(" + expression + ")").asBoolean());
	}

	/**
	 * Return the visible text of the first element that a CSS selector finds.
	 */
	public String text(String selector) {
		return evaluate("document.querySelector(" + quoted(selector) + ").innerText").asString();
	}

	/**
	 * Wait until an element shows a text.
	 */
	public void awaitText(String selector, String text) {
		await("document.querySelector(" + quoted(selector) + ")?.innerText.includes(" + quoted(text) + ")");
	}

	private String quoted(String text) {
		return this.json.writeValueAsString(text);
	}

	/**
	 * Press a key, as a user of the keyboard does.
	 */
	public void press(String key) {
		int code = KEYS.get(key);
		String text = Map.of("Enter", "\r", "Space", " ").getOrDefault(key, "");
		for (String type : List.of("keyDown", "keyUp")) {
			send("Input.dispatchKeyEvent", Map.of("type", type, "key", "Space".equals(key) ? " " : key, "code", key,
					"windowsVirtualKeyCode", code, "text", "keyDown".equals(type) ? text : ""));
		}
	}

	/**
	 * Type into what has the focus.
	 */
	public void type(String text) {
		send("Input.insertText", Map.of("text", text));
	}

	/**
	 * Set the size of the window, in pixels.
	 */
	public void size(int width, int height) {
		send("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/**
	 * Prefer a color scheme, {@code light} or {@code dark}.
	 */
	public void scheme(String scheme) {
		send("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	/**
	 * Return the nodes of the accessibility tree that are not ignored.
	 */
	public List<JsonNode> accessibility() {
		return send("Accessibility.getFullAXTree").get("nodes")
			.valueStream()
			.filter((node) -> !node.path("ignored").asBoolean())
			.toList();
	}

	/**
	 * Return the addresses that the page asked for since it was opened.
	 */
	public List<String> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Return what the console says of errors, exceptions and violated policies since the
	 * page was opened.
	 */
	public List<String> problems() {
		return List.copyOf(this.problems);
	}

	/**
	 * Write a picture of the window.
	 */
	public void screenshot(Path file) {
		byte[] picture = Base64.getDecoder()
			.decode(send("Page.captureScreenshot", Map.of("format", "png", "optimizeForSpeed", false)).get("data")
				.asString());
		try {
			Files.write(file, picture);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private JsonNode send(String method) {
		return send(method, Map.of());
	}

	private JsonNode send(String method, Map<String, ?> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		synchronized (this.socket) {
			this.socket
				.sendText(this.json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
				.join();
		}
		return answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() {
		send("Page.close");
		this.socket.abort();
	}

	private void receive(JsonNode message) {
		JsonNode parameters = message.path("params");
		if (message.has("id")) {
			CompletableFuture<JsonNode> answer = this.answers.remove(message.get("id").asInt());
			if (message.has("error")) {
				answer.completeExceptionally(new IllegalStateException(message.get("error").toString()));
			}
			else {
				answer.complete(message.get("result"));
			}
		}
		else {
			switch (message.path("method").asString()) {
				case "Network.requestWillBeSent" -> this.requests.add(parameters.at("/request/url").asString());
				case "Runtime.exceptionThrown" -> this.problems.add(parameters.toString());
				case "Runtime.consoleAPICalled" -> this.problems.add(parameters.toString());
				case "Log.entryAdded" -> this.problems.add(parameters.at("/entry/text").asString());
				default -> {
					// Nobody asked for it.
				}
			}
		}
	}

	private final class Receiver implements WebSocket.Listener {

		private final StringBuilder text = new StringBuilder();

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				JsonNode message = BrowserPage.this.json.readTree(this.text.toString());
				this.text.setLength(0);
				receive(message);
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public void onError(WebSocket webSocket, Throwable error) {
			BrowserPage.this.answers.values().forEach((answer) -> answer.completeExceptionally(error));
		}

	}

}
