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

package io.github.warmcache.autoconfigure.jdbc;

import java.math.BigDecimal;
import java.util.List;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.InvalidCacheConfigurationException;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.autoconfigure.caching.WarmcacheCachingAutoConfiguration;
import io.github.warmcache.cache.CacheEvent;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.RecordingSink;
import io.github.warmcache.source.jdbc.JdbcSourceSettings;
import io.github.warmcache.source.jdbc.query.JdbcCacheSource;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for SQL sources whose keys are several columns.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class JdbcCompositeKeyTests {

	private static final String QUERY = "select country, product, price from tariff";

	private static final List<String> COLUMNS = List.of("country", "product");

	private static final List<ResolvableType> PARTS = List.of(ResolvableType.forClass(String.class),
			ResolvableType.forClass(int.class));

	private final DataSource database = Servers.postgres().newDatabase().dataSource();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	@BeforeEach
	void createTable() {
		this.jdbc.execute("create table tariff (country char(2), product bigint, price numeric(10, 2))");
		this.jdbc.execute("insert into tariff values ('DE', 1, 1.50), ('DE', 2, 2.50), ('FR', 1, 3.50)");
	}

	@Test
	void keysOfRecordsAreListedAndFound() {
		JdbcCacheSource<Tariff, BigDecimal> source = source(JdbcSourceSettings.query(QUERY, COLUMNS).build(),
				Tariff.class);
		RecordingSink<Tariff, BigDecimal> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).containsExactlyInAnyOrder(new Tariff("DE", 1), new Tariff("DE", 2),
				new Tariff("FR", 1));
		assertThat(source.load(new Tariff("DE", 2))).isEqualByComparingTo("2.50");
		assertThat(source.load(new Tariff("FR", 2))).isNull();
		assertThat(source.loadAll(List.of(new Tariff("DE", 1), new Tariff("FR", 1), new Tariff("IT", 1))))
			.containsOnlyKeys(new Tariff("DE", 1), new Tariff("FR", 1));
		assertThat(source.count()).hasValue(3);
		assertThat(source.isChunked()).isFalse();
	}

	@Test
	void keysOfSeveralParametersHaveTheTypesOfTheParameters(CapturedOutput output) {
		JdbcCacheSource<SimpleKey, BigDecimal> source = source(JdbcSourceSettings.query(QUERY, COLUMNS).build(),
				SimpleKey.class);
		RecordingSink<SimpleKey, BigDecimal> sink = new RecordingSink<>();
		source.stream(sink);
		assertThat(sink.keys()).contains(new SimpleKey("DE", 1));
		assertThat(source.load(new SimpleKey("DE", 2))).isEqualByComparingTo("2.50");
		assertThat(source.load(new SimpleKey("DE", null))).isNull();
		assertThat(source.load(new SimpleKey("DE"))).isNull();
		assertThat(output).doesNotContain("found again");
	}

	@Test
	void aQueryForOneKeyNamesTheColumns() {
		JdbcCacheSource<Tariff, BigDecimal> source = source(JdbcSourceSettings.query(QUERY, COLUMNS)
			.withKeyQuery("select price from tariff where product = :product and (country = :country or :product = 0)")
			.build(), Tariff.class);
		assertThat(source.load(new Tariff("DE", 2))).isEqualByComparingTo("2.50");
		assertThat(source.load(new Tariff("FR", 2))).isNull();
	}

	@Test
	void aPartThatIsNullCostsItsRowOnly() {
		this.jdbc.execute("insert into tariff values (null, 4, 1.00), ('IT', 99999999999, 1.00)");
		RecordingSink<Tariff, BigDecimal> sink = new RecordingSink<Tariff, BigDecimal>().lenient();
		JdbcCacheSource<Tariff, BigDecimal> source = source(JdbcSourceSettings.query(QUERY, COLUMNS).build(),
				Tariff.class);
		source.stream(sink);
		assertThat(sink.entries()).hasSize(3);
		assertThat(sink.unreadable()).containsExactly("unknown key", "unknown key");
	}

	@Test
	void aPartInAnotherFormIsNotTheSameKey(CapturedOutput output) {
		this.jdbc.execute("create extension citext");
		this.jdbc.execute("alter table tariff alter column country type citext");
		JdbcCacheSource<Tariff, BigDecimal> source = source(JdbcSourceSettings.query(QUERY, COLUMNS).build(),
				Tariff.class);
		assertThat(source.isExact()).isFalse();
		assertThat(source.loadAll(List.of(new Tariff("de", 1)))).isEmpty();
		assertThat(output).contains("treats different keys as the same in the key columns 'country', 'product'");
	}

	@Test
	void keysThatDoNotFitTheColumnsAreRefused() {
		JdbcSourceSettings two = JdbcSourceSettings.query(QUERY, COLUMNS).build();
		assertRefused(two, Long.class, PARTS, "key-type", "is not made of several parts");
		assertRefused(two, Wide.class, PARTS, "key-columns", "names 2 columns, but keys of");
		assertRefused(two, SimpleKey.class, List.of(), "key-columns", "no method declares the types of their parts");
		assertRefused(two, Nested.class, PARTS, "key-type", "which does not fit one column");
		assertRefused(JdbcSourceSettings.query(QUERY, "country").build(), Tariff.class, PARTS, "key-type",
				"which does not fit one column");
	}

	@Test
	void parametersOfACachedMethodAreTheKey() {
		runner().withBean(Tariffs.class).run((context) -> {
			TieredCache cache = context.getBean(TieredCacheManager.class).getCache("tariffs");
			Tariffs tariffs = context.getBean(Tariffs.class);
			assertThat(tariffs.price("DE", 2)).isEqualByComparingTo("2.50");
			assertThat(cache.statistics().count(CacheEvent.SOURCE_LOADED)).isOne();
			this.jdbc.execute("update tariff set price = 9");
			assertThat(tariffs.price("DE", 2)).isEqualByComparingTo("2.50");
			tariffs.changed("DE", 2);
			assertThat(tariffs.price("DE", 2)).isEqualByComparingTo("9.00");
			assertThat(tariffs.price("IT", 2)).isEqualByComparingTo("-1");
		});
	}

	@Test
	void methodsThatDisagreeAboutThePartsAreToldToUseARecord() {
		runner().withBean(Tariffs.class)
			.withBean(OtherTariffs.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidCacheConfigurationException.class)
				.hasMessageContaining("warmcache.caches.tariffs.source.jdbc.key-columns")
				.hasMessageContaining("no method declares the types"));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WarmcacheAutoConfiguration.class,
					WarmcacheJdbcAutoConfiguration.class, WarmcacheCachingAutoConfiguration.class))
			.withBean(DataSource.class, () -> this.database)
			.withPropertyValues("warmcache.caches.tariffs.source.jdbc.query=" + QUERY,
					"warmcache.caches.tariffs.source.jdbc.key-columns=country, product");
	}

	private static void assertRefused(JdbcSourceSettings settings, Class<?> keyType, List<ResolvableType> parts,
			String setting, String problem) {
		assertThatExceptionOfType(InvalidSourceException.class)
			.isThrownBy(() -> new JdbcCacheSource<>(null, null, settings, ResolvableType.forClass(keyType), parts,
					ResolvableType.forClass(BigDecimal.class), null))
			.satisfies((ex) -> {
				assertThat(ex.getSetting()).isEqualTo(setting);
				assertThat(ex.getProblem()).contains(problem);
				assertThat(ex.getRemedy()).isNotBlank();
			});
	}

	private <K> JdbcCacheSource<K, BigDecimal> source(JdbcSourceSettings settings, Class<K> keyType) {
		return new JdbcCacheSource<>(this.database, null, settings, ResolvableType.forClass(keyType), PARTS,
				ResolvableType.forClass(BigDecimal.class), null);
	}

	record Tariff(String country, int product) {

	}

	record Wide(String country, int product, int amount) {

	}

	record Nested(Tariff tariff, int amount) {

	}

	static class Tariffs {

		@Cacheable("tariffs")
		public BigDecimal price(String country, int product) {
			return BigDecimal.valueOf(-1);
		}

		@CacheEvict("tariffs")
		public void changed(String country, int product) {
			// The cache is told.
		}

	}

	static class OtherTariffs {

		@Cacheable("tariffs")
		public BigDecimal price(String country, long product) {
			return BigDecimal.valueOf(-1);
		}

	}

}
