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

package io.github.warmcache.documentation;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the names of series in alert rules and dashboard against the kinds of the
 * meters: a counter without {@code _total}, say, would be a panel without data and an
 * alert that never fires. That each series belongs to a meter is what {@code .ci/rules}
 * checks.
 */
class MonitoringTests {

	private static final List<String> FILES = List.of("monitoring/prometheus/warmcache.rules.yml",
			"monitoring/grafana/warmcache.json");

	/**
	 * A series in a query: what follows a name in prose or in a list of labels is
	 * something else.
	 */
	private static final Pattern SERIES = Pattern.compile("\\b(?:warmcache|cache)_[a-z_]+(?=[{\\[)]| [=<>])");

	private static final String SUFFIX = "(?:_seconds|_bytes)?(?:_total|_count|_sum|_max)?";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetersPageTests.autoConfigurations()))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean("names", MetersPageTests.Names.class)
		.withPropertyValues("spring.application.name=monitoring", "spring.data.redis.port=1",
				"warmcache.caches.names.source.bean=names", "warmcache.caches.names.key-type=java.lang.Integer",
				"warmcache.caches.names.value-type=java.lang.String", "warmcache.caches.names.maximum-size=100",
				"warmcache.caches.names.complete=true", "warmcache.caches.names.stale-if-error=1h",
				"warmcache.caches.names.refresh-ahead=0.8", "warmcache.audit.interval=1h");

	@Test
	void queriesNameSeriesAsPrometheusDoes() throws IOException {
		Set<String> queried = queried();
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			List<Meter> meters = context.getBean(MeterRegistry.class).getMeters();
			assertThat(queried).hasSizeGreaterThan(30)
				.allSatisfy((series) -> assertThat(problem(series, meters)).isNull());
		});
	}

	@Test
	void aSeriesOfAnotherKindIsFound() {
		MeterRegistry registry = new SimpleMeterRegistry();
		Meter reads = registry.counter("warmcache.reads");
		Meter loads = registry.more()
			.timer("warmcache.loads", List.of(), this, (test) -> 1, (test) -> 1, TimeUnit.SECONDS);
		List<Meter> meters = List.of(reads, loads, registry.timer("warmcache.lag"));
		assertThat(problem("warmcache_reads_total", meters)).isNull();
		assertThat(problem("warmcache_loads_seconds_sum", meters)).isNull();
		assertThat(problem("warmcache_lag_seconds_max", meters)).isNull();
		assertThat(problem("warmcache_loads_seconds_max", meters))
			.isEqualTo("warmcache_loads_seconds_max is no series of [warmcache.loads]");
		assertThat(problem("warmcache_reads", meters)).isEqualTo("warmcache_reads is no series of [warmcache.reads]");
		assertThat(problem("warmcache_loads_total", meters))
			.isEqualTo("warmcache_loads_total is no series of [warmcache.loads]");
	}

	/**
	 * Return what is wrong with the name of a series, or {@code null} if nothing is or it
	 * belongs to none of the meters.
	 */
	private static @Nullable String problem(String series, List<Meter> meters) {
		List<Meter> candidates = meters.stream()
			.filter((meter) -> series.matches(snakeCase(meter.getId().getName()) + SUFFIX))
			.toList();
		if (candidates.isEmpty() || candidates.stream().flatMap(MonitoringTests::series).anyMatch(series::equals)) {
			return null;
		}
		return series + " is no series of "
				+ new TreeSet<>(candidates.stream().map((meter) -> meter.getId().getName()).toList());
	}

	/**
	 * Return the series of a meter, as the naming convention of Micrometer's registry for
	 * Prometheus has them.
	 */
	private static Stream<String> series(Meter meter) {
		Meter.Id id = meter.getId();
		String name = snakeCase(id.getName());
		String unit = (id.getBaseUnit() != null) ? "_" + id.getBaseUnit() : "";
		String withUnit = name.endsWith(unit) ? name : name + unit;
		// Unlike a timer, a function that tells of two numbers knows no maximum.
		Stream<String> maximum = (meter instanceof Timer) ? Stream.of("_max") : Stream.empty();
		return switch (id.getType()) {
			case COUNTER -> Stream.of(withUnit + "_total");
			case TIMER ->
				Stream.concat(Stream.of("_count", "_sum"), maximum).map((suffix) -> name + "_seconds" + suffix);
			default -> Stream.of(withUnit);
		};
	}

	private static String snakeCase(String name) {
		return name.replace('.', '_').replace('-', '_');
	}

	private static Set<String> queried() throws IOException {
		Set<String> queried = new TreeSet<>();
		for (String file : FILES) {
			SERIES.matcher(Pages.read(file)).results().map(MatchResult::group).forEach(queried::add);
		}
		return queried;
	}

}
