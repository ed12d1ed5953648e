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

package io.github.warmcache.autoconfigure.properties;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors and readers are told about the properties.
 */
class PropertiesMetadataTests {

	private static final String NONE = "";

	@Test
	void propertiesAndTheirDefaultsAreAsDocumented() throws Exception {
		Map<String, String> expected = new TreeMap<>();
		expected.put("warmcache.enabled", "true");
		expected.put("warmcache.namespace", NONE);
		expected.put("warmcache.signing-keys", NONE);
		expected.put("warmcache.defaults.time-to-live", "10m");
		expected.put("warmcache.defaults.time-to-live-jitter", "0.15");
		expected.put("warmcache.defaults.null-time-to-live", "1m");
		expected.put("warmcache.defaults.maximum-size", "10000");
		expected.put("warmcache.defaults.maximum-weight", NONE);
		expected.put("warmcache.defaults.load-timeout", "10s");
		expected.put("warmcache.defaults.max-concurrent-loads", "64");
		expected.put("warmcache.defaults.stale-if-error", NONE);
		expected.put("warmcache.defaults.refresh-ahead", NONE);
		expected.put("warmcache.defaults.circuit-breaker.enabled", "true");
		expected.put("warmcache.defaults.circuit-breaker.failure-threshold", "5");
		expected.put("warmcache.defaults.circuit-breaker.wait-duration", "60s");
		expected.put("warmcache.defaults.shared.enabled", "true");
		expected.put("warmcache.defaults.shared.time-to-live", "1h");
		expected.put("warmcache.caches", NONE);
		expected.put("warmcache.shared.enabled", "true");
		expected.put("warmcache.shared.command-timeout", "200ms");
		expected.put("warmcache.shared.bulk-timeout", "2s");
		expected.put("warmcache.shared.connect-timeout", "250ms");
		expected.put("warmcache.shared.reconnect-delay", "500ms");
		expected.put("warmcache.shared.lease-duration", "10s");
		expected.put("warmcache.shared.maximum-value-size", "1MB");
		expected.put("warmcache.shared.circuit-breaker.enabled", "true");
		expected.put("warmcache.shared.circuit-breaker.failure-threshold", "5");
		expected.put("warmcache.shared.circuit-breaker.wait-duration", "60s");
		expected.put("warmcache.coherence.enabled", "true");
		expected.put("warmcache.coherence.check-interval", "1s");
		expected.put("warmcache.coherence.journal-size", "10000");
		expected.put("warmcache.redis-watch.enabled", "true");
		expected.put("warmcache.redis-watch.interval", "10s");
		expected.put("warmcache.audit.interval", NONE);
		expected.put("warmcache.audit.sample-size", "100");
		expected.put("warmcache.observations.read-share", "0");
		expected.put("warmcache.advice.ignore", NONE);
		expected.put("warmcache.warmup.enabled", "true");
		expected.put("warmcache.warmup.deadline", "60s");
		expected.put("warmcache.warmup.on-deadline", "refuse-traffic");
		expected.put("warmcache.warmup.parallelism", "2");
		expected.put("warmcache.warmup.mode", "blocking");
		expected.put("warmcache.warmup.progress-interval", "5s");
		expected.put("warmcache.warmup.retry.initial-delay", "500ms");
		expected.put("warmcache.warmup.retry.multiplier", "2");
		expected.put("warmcache.warmup.retry.max-delay", "10s");
		expected.put("warmcache.warmup.retry.max-attempts", NONE);
		expected.put("warmcache.warmup.coordination.enabled", "true");
		expected.put("warmcache.warmup.coordination.lease-duration", "10s");
		expected.put("warmcache.warmup.memory-watermark", "0.85");
		expected.put("warmcache.warmup.bad-rows", "0.01");
		expected.put("warmcache.warmup.probe-sources", "true");
		expected.put("warmcache.warmup.good-loads.table", NONE);
		expected.put("warmcache.warmup.good-loads.data-source", NONE);
		expected.put("warmcache.warmup.hot-keys.publish-interval", "1m");
		expected.put("warmcache.warmup.hot-keys.half-life", "1h");
		expected.put("warmcache.warmup.rehearsal.requests", NONE);
		expected.put("warmcache.warmup.rehearsal.deadline", "30s");
		expected.put("warmcache.warmup.rehearsal.parallelism", "2");
		expected.put("warmcache.snapshots.directory", NONE);
		expected.put("warmcache.dynamic-caches.maximum", "1000");
		expected.put("warmcache.snapshots.interval", "5m");
		expected.put("warmcache.snapshots.max-age", "24h");
		expected.put("management.endpoint.cacheconsole.access", "unrestricted");
		expected.put("management.endpoint.cacheconsole.cache.time-to-live", "0ms");
		expected.put("management.endpoint.cachewarmup.access", "read_only");
		expected.put("management.endpoint.cachewarmup.roles", NONE);
		expected.put("management.endpoint.cachewarmup.show-values", "never");
		expected.put("management.endpoint.cachewarmup.cache.time-to-live", "0ms");
		assertThat(defaults(application())).isEqualTo(expected);
	}

	@Test
	void propertiesOfACacheAndTheirDefaultsAreAsDocumented() throws Exception {
		Map<String, String> expected = new TreeMap<>();
		expected.put("time-to-live", NONE);
		expected.put("time-to-live-jitter", NONE);
		expected.put("null-time-to-live", NONE);
		expected.put("absent-when", NONE);
		expected.put("max-absent-ratio", NONE);
		expected.put("maximum-size", NONE);
		expected.put("maximum-weight", NONE);
		expected.put("key-type", NONE);
		expected.put("value-type", NONE);
		expected.put("version", NONE);
		expected.put("load-timeout", NONE);
		expected.put("max-concurrent-loads", NONE);
		expected.put("stale-if-error", NONE);
		expected.put("refresh-ahead", NONE);
		expected.put("circuit-breaker.enabled", NONE);
		expected.put("circuit-breaker.failure-threshold", NONE);
		expected.put("circuit-breaker.wait-duration", NONE);
		expected.put("complete", NONE);
		expected.put("shared.enabled", NONE);
		expected.put("shared.time-to-live", NONE);
		expected.put("shared.trust", NONE);
		expected.put("source.bean", NONE);
		expected.put("source.custom", NONE);
		expected.put("source.hold-off", NONE);
		expected.put("source.jdbc.query", NONE);
		expected.put("source.jdbc.key-column", NONE);
		expected.put("source.jdbc.key-columns", NONE);
		expected.put("source.jdbc.key-query", NONE);
		expected.put("source.jdbc.keys-query", NONE);
		expected.put("source.jdbc.count-query", NONE);
		expected.put("source.jdbc.fetch-size", "5000");
		expected.put("source.jdbc.chunk-size", "10000");
		expected.put("source.jdbc.batch-size", "500");
		expected.put("source.jdbc.query-timeout", NONE);
		expected.put("source.jdbc.data-source", NONE);
		expected.put("source.jdbc.time-zone", NONE);
		expected.put("source.jdbc.read-only", "true");
		expected.put("source.order", NONE);
		expected.put("source.redis-hash.key", NONE);
		expected.put("source.redis-hash.format", "json");
		expected.put("source.redis-hash.batch-size", "2000");
		expected.put("source.redis-keys.pattern", NONE);
		expected.put("source.redis-keys.format", "json");
		expected.put("source.redis-keys.batch-size", "500");
		expected.put("warmup.enabled", NONE);
		expected.put("warmup.required", "true");
		expected.put("warmup.from", NONE);
		expected.put("warmup.depends-on", NONE);
		expected.put("warmup.hottest", NONE);
		expected.put("warmup.minimum-coverage", NONE);
		expected.put("warmup.allow-empty", NONE);
		expected.put("warmup.bad-rows", NONE);
		expected.put("warmup.probe-source", NONE);
		expected.put("warmup.deadline", NONE);
		expected.put("warmup.partitions", NONE);
		expected.put("warmup.rate-limit", NONE);
		expected.put("warmup.fleet-rate-limit", NONE);
		expected.put("warmup.rewarm.fixed-delay", NONE);
		expected.put("warmup.rewarm.cron", NONE);
		expected.put("warmup.rewarm.jitter", NONE);
		expected.put("warmup.rewarm.on-loss", NONE);
		assertThat(defaults(cache())).isEqualTo(expected);
	}

	@Test
	void everyPropertyIsDescribed() throws Exception {
		assertDescribed(application());
		assertDescribed(cache());
	}

	@Test
	void valuesAreHinted() throws Exception {
		assertThat(hints(cache())).containsExactlyInAnyOrderEntriesOf(Map.of("key-type", "class-reference",
				"value-type", "class-reference", "source.bean", "spring-bean-reference", "source.jdbc.data-source",
				"spring-bean-reference", "warmup.from", "shared,source,spring-bean-reference"));
		assertThat(hints(application())).containsEntry("warmcache.caches.values", "handle-as");
	}

	private static void assertDescribed(JsonNode metadata) {
		for (JsonNode property : metadata.get("properties")) {
			String name = property.get("name").asString();
			assertThat(property.has("description")).as(name).isTrue();
			String description = property.get("description").asString();
			assertThat(description).as(name).endsWith(".").doesNotStartWith("The ").doesNotStartWith("A ");
			assertThat(description.startsWith("Whether ")).as(name)
				.isEqualTo(property.get("type").asString().equals("java.lang.Boolean"));
		}
	}

	private static Map<String, String> defaults(JsonNode metadata) {
		Map<String, String> defaults = new TreeMap<>();
		for (JsonNode property : metadata.get("properties")) {
			JsonNode value = property.get("defaultValue");
			defaults.put(property.get("name").asString(), (value != null) ? value.asString() : NONE);
		}
		return defaults;
	}

	private static Map<String, String> hints(JsonNode metadata) {
		Map<String, String> hints = new TreeMap<>();
		for (JsonNode hint : metadata.get("hints")) {
			StringBuilder text = new StringBuilder();
			hint.path("values").forEach((value) -> text.append(value.get("value").asString()).append(','));
			hint.path("providers").forEach((provider) -> text.append(provider.get("name").asString()));
			hints.put(hint.get("name").asString(), text.toString());
		}
		return hints;
	}

	private static JsonNode application() throws Exception {
		return read("/META-INF/spring-configuration-metadata.json");
	}

	private static JsonNode cache() throws Exception {
		return read("/META-INF/spring/configuration-metadata/" + CacheProperties.class.getName() + ".json");
	}

	private static JsonNode read(String location) throws Exception {
		try (InputStream metadata = WarmcacheProperties.class.getResourceAsStream(location)) {
			return JsonMapper.shared().readTree(metadata);
		}
	}

}
