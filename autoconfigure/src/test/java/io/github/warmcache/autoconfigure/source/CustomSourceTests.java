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

package io.github.warmcache.autoconfigure.source;

import java.util.List;
import java.util.Map;

import io.github.warmcache.autoconfigure.FailureReport;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.warmup.WarmcacheWarmupAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SourceFactory factories of sources} that applications add.
 */
class CustomSourceTests {

	private final FailureReport report = new FailureReport();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheWarmupAutoConfiguration.class))
		.withInitializer(this.report)
		.withBean(StoreFactory.class);

	@ParameterizedTest
	@ValueSource(strings = { ".cities", ".userProfiles", ".user_profiles", ".user-profiles", "[user-profiles]",
			"[userProfiles]", "[user.profiles]", "[7]" })
	void theSettingsAreFoundUnderAnyNameOfACache(String name) {
		String cache = name.replaceAll("[.\\[]([^\\]]+)]?", "$1");
		this.contextRunner
			.withPropertyValues(properties("warmcache.caches" + name + ".source.custom.key-store.",
					"collection-name=things", "hosts[0].name=one", "hosts[1].name=two", "labels[a.b]=c"))
			.run((context) -> assertThat(load(context.getBean(TieredCacheManager.class), cache))
				.isEqualTo("things of [one, two] {a.b=c}"));
	}

	@ParameterizedTest
	@CsvSource({ "keyStore,collectionName", "key_store,collection_name", "KEY-STORE,COLLECTION-NAME",
			"keystore,collectionname" })
	void namesAreRelaxed(String property, String setting) {
		this.contextRunner
			.withPropertyValues("warmcache.caches.cities.source.custom." + property + "." + setting + "=things")
			.run((context) -> assertThat(load(context.getBean(TieredCacheManager.class), "cities"))
				.isEqualTo("things of [] {}"));
	}

	@Test
	void theEnvironmentOverrides() {
		Map<String, Object> environment = Map.of("WARMCACHE_CACHES_CITIES_SOURCE_CUSTOM_KEYSTORE_COLLECTIONNAME",
				"others");
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment)))
			.withPropertyValues("warmcache.caches.cities.source.custom.key-store.collection-name=things")
			.run((context) -> assertThat(load(context.getBean(TieredCacheManager.class), "cities"))
				.isEqualTo("others of [] {}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			key-store.collection-nam=secret  | key-store.collection-nam  | is unknown
			key-store.hosts[0].port=secret   | key-store.hosts[0].port   | is unknown
			key-store.port=secret            | key-store.port            | does not fit int
			key-store.password=secret        | key-store.password        | is too short
			key-store.nullable=true          | key-store                 | got no source from
			key-store=secret                 | key-store                 | is not a value itself
			plain.limit=secret               | plain.limit               | is unknown
			mongo.collection=secret          | mongo                     | is not a kind of source
			""")
	void aWrongSettingIsNamedWithoutItsValue(String written, String property, String problem) {
		this.contextRunner.withBean("plain", SourceFactory.class, () -> factory("plain", true))
			.withPropertyValues(properties("warmcache.caches.userProfiles.source.custom.", written))
			.run((context) -> {
				FailureAnalysis analysis = this.report.of(context);
				assertThat(analysis.getDescription())
					.contains("'warmcache.caches.userProfiles.source.custom." + property + "'")
					.contains(problem)
					.doesNotContain("secret");
				assertThat(analysis.getAction()).doesNotContain("secret");
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			custom.mongo=,custom.key-store=    | names several kinds of sources: mongo, key-store
			custom.key-store.port=1,bean=store | is set together with
			custom=key-store                   | is not a value itself
			""")
	void aCacheHasOneSourceOfOneKind(String written, String problem) {
		this.contextRunner
			.withBean("store", Store.class, () -> new Store(new Settings(null, null, null, 0, null, false)))
			.withPropertyValues(properties("warmcache.caches.cities.source.", written.split(",")))
			.run((context) -> assertThat(this.report.of(context).getDescription())
				.contains("'warmcache.caches.cities.source.custom' " + problem));
	}

	@ParameterizedTest
	@ValueSource(strings = { "keyStore", "a.b", "", "Mongo", "7" })
	void aFactoryWithAnImpossiblePropertyIsRejected(String property) {
		this.contextRunner.withBean("other", SourceFactory.class, () -> factory(property, true))
			.withPropertyValues("warmcache.caches.cities.source.custom.key-store.collection-name=things")
			.run((context) -> assertThat(this.report.of(context).getDescription()).contains("'" + property + "'"));
	}

	@Test
	void twoFactoriesWithOnePropertyAreRejected() {
		this.contextRunner.withBean("other", SourceFactory.class, () -> factory("key-store", true))
			.withPropertyValues("warmcache.caches.cities.source.custom.key-store.collection-name=things")
			.run((context) -> assertThat(this.report.of(context).getDescription())
				.contains("both have the property 'key-store'"));
	}

	@Test
	void aSourceThatDoesNotListItsEntriesWarmsNothing() {
		ApplicationContextRunner runner = this.contextRunner
			.withBean("plain", SourceFactory.class, () -> factory("plain", false))
			.withPropertyValues("warmcache.caches.cities.source.custom.plain=");
		runner.run((context) -> assertThat(context).hasNotFailed());
		runner.withPropertyValues("warmcache.caches.cities.warmup.from=source")
			.run((context) -> assertThat(this.report.of(context).getDescription())
				.contains("'warmcache.caches.cities.source.custom' does not list its entries"));
	}

	@Test
	void aTestCanAskAFactory() {
		SourceRequest request = new SourceRequest("cities", ResolvableType.forClass(String.class), ResolvableType.NONE,
				Map.of("collection-name", "things", "port", 80));
		assertThat(new StoreFactory().create(request)).isInstanceOf(Store.class);
		SourceRequest wrong = new SourceRequest("cities", ResolvableType.NONE, ResolvableType.NONE,
				Map.of("port", "eighty"));
		assertThatExceptionOfType(InvalidSourceException.class).isThrownBy(() -> new StoreFactory().create(wrong))
			.withMessageStartingWith("port does not fit int")
			.withMessageNotContaining("eighty");
	}

	private static String[] properties(String prefix, String... properties) {
		return List.of(properties).stream().map((property) -> prefix + property).toArray(String[]::new);
	}

	private static @Nullable Object load(TieredCacheManager manager, String cache) throws Exception {
		return manager.getCache(cache).get("key", () -> "from the method");
	}

	private static SourceFactory factory(String property, boolean lists) {
		return new SourceFactory() {
			@Override
			public String property() {
				return property;
			}

			@Override
			public CacheSource<?, ?> create(SourceRequest request) {
				return (key) -> null;
			}

			@Override
			public boolean listsEntries() {
				return lists;
			}
		};
	}

	static class StoreFactory implements SourceFactory {

		@Override
		public String property() {
			return "key-store";
		}

		@Override
		public @Nullable CacheSource<?, ?> create(SourceRequest request) {
			Settings settings = request.settings(Settings.class);
			return settings.nullable() ? null : new Store(settings);
		}

	}

	record Settings(@Nullable String collectionName, @Nullable List<Host> hosts, @Nullable Map<String, String> labels,
			int port, @Nullable String password, boolean nullable) {

		Settings {
			if (password != null && password.length() < 8) {
				throw new InvalidSourceException("password", "is too short", "Write a longer one");
			}
		}

	}

	record Host(String name) {
	}

	static class Store implements CacheSource<Object, String> {

		private final String value;

		Store(Settings settings) {
			List<String> hosts = (settings.hosts() != null) ? settings.hosts().stream().map(Host::name).toList()
					: List.of();
			this.value = settings.collectionName() + " of " + hosts + " "
					+ ((settings.labels() != null) ? settings.labels() : Map.of());
		}

		@Override
		public String load(Object key) {
			return this.value;
		}

		@Override
		public void stream(EntrySink<? super Object, ? super String> sink) {
			sink.accept("key", this.value);
		}

	}

}
