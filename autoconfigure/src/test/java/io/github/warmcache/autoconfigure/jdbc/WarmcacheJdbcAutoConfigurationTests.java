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

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.warmcache.autoconfigure.FailureReport;
import io.github.warmcache.autoconfigure.cache.WarmcacheAutoConfiguration;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.warmup.GoodLoad;
import io.github.warmcache.warmup.measure.GoodLoadStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WarmcacheJdbcAutoConfiguration}.
 */
@Tag("servers")
class WarmcacheJdbcAutoConfigurationTests {

	private static TestDatabase first;

	private static TestDatabase second;

	private final FailureReport report = new FailureReport();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withInitializer(this.report)
		.withConfiguration(
				AutoConfigurations.of(WarmcacheAutoConfiguration.class, WarmcacheJdbcAutoConfiguration.class))
		.withPropertyValues("warmcache.caches.names.source.jdbc.query=select id, name from thing",
				"warmcache.caches.names.source.jdbc.key-column=id", "warmcache.caches.names.key-type=Long",
				"warmcache.caches.names.value-type=String");

	@BeforeAll
	static void createDatabases() {
		first = create("first");
		second = create("second");
	}

	private static TestDatabase create(String name) {
		TestDatabase database = Servers.postgres().newDatabase();
		JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
		jdbc.execute("create table thing (id bigint primary key, name text)");
		jdbc.update("insert into thing values (1, ?)", name);
		return database;
	}

	@Test
	void onlyDataSourceIsUsed() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.run((context) -> assertThat(load(context.getBean(TieredCacheManager.class))).isEqualTo("first"));
	}

	@Test
	void primaryOfSeveralDataSourcesIsUsed() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.withBean("two", DataSource.class, second::dataSource, (definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(load(context.getBean(TieredCacheManager.class))).isEqualTo("second"));
	}

	@Test
	void noTableOfGoodLoadsUnlessOneIsNamed() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.run((context) -> assertThat(context).doesNotHaveBean(GoodLoadStore.class));
	}

	@Test
	void tableOfGoodLoadsIsInTheOnlyDataSource() {
		new JdbcTemplate(first.dataSource()).execute("create table good as select 'atlas' as application, "
				+ "'names' as cache_name, 7 as entries, 1000 as finished_at, 'source' as loaded_from");
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.withPropertyValues("warmcache.warmup.good-loads.table=public.good", "spring.application.name=atlas")
			.run((context) -> assertThat(context.getBean(GoodLoadStore.class).exchange(Map.of()))
				.containsExactlyEntriesOf(Map.of("names", new GoodLoad(7, Instant.ofEpochSecond(1), "source"))));
	}

	@Test
	void ofSeveralDataSourcesTheOneWithTheTableMustBeNamed() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.withBean("two", DataSource.class, second::dataSource)
			.withPropertyValues("warmcache.warmup.good-loads.table=good", "spring.application.name=atlas",
					"warmcache.caches.names.source.jdbc.data-source=two")
			.run((context) -> assertThat(this.report.of(context).getDescription())
				.contains("'warmcache.warmup.good-loads.data-source' is missing, but there are several data sources"));
	}

	@Test
	void aTableOfGoodLoadsNeedsTheNameOfTheApplication() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.withPropertyValues("warmcache.warmup.good-loads.table=good")
			.run((context) -> assertThat(this.report.of(context).getAction())
				.contains("Write 'spring.application.name' or 'warmcache.namespace'"));
	}

	@Test
	void namedOneOfSeveralDataSourcesIsUsed() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.withBean("two", DataSource.class, second::dataSource)
			.withPropertyValues("warmcache.caches.names.source.jdbc.data-source=two")
			.run((context) -> assertThat(load(context.getBean(TieredCacheManager.class))).isEqualTo("second"));
	}

	@Test
	void oneOfSeveralDataSourcesMustBeNamed() {
		this.contextRunner.withBean("one", DataSource.class, first::dataSource)
			.withBean("two", DataSource.class, second::dataSource)
			.run((context) -> {
				FailureAnalysis analysis = this.report.of(context);
				assertThat(analysis.getDescription())
					.isEqualTo("Property 'warmcache.caches.names.source.jdbc.data-source' is missing, but there are "
							+ "several data sources: [one, two].");
				assertThat(analysis.getAction()).isEqualTo("Write the name of one of them.");
			});
	}

	@Test
	void transactionsAreThoseOfTheManagerOfTheSameDataSource() {
		DataSource dataSource = first.dataSource();
		CountingTransactionManager same = new CountingTransactionManager(dataSource);
		CountingTransactionManager other = new CountingTransactionManager(second.dataSource());
		this.contextRunner.withBean("one", DataSource.class, () -> dataSource)
			.withBean("other", JdbcTransactionManager.class, () -> other)
			.withBean("same", JdbcTransactionManager.class, () -> same)
			.run((context) -> {
				load(context.getBean(TieredCacheManager.class));
				assertThat(same.begun).hasValue(1);
				assertThat(other.begun).hasValue(0);
			});
	}

	@Test
	void nothingIsConnectedByTheStart() {
		this.contextRunner.withBean("one", DataSource.class, () -> new DelegatingDataSource(first.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				throw new SQLException("connected");
			}

		}).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void sourceIsAbsentWithoutADataSource() {
		this.contextRunner.run((context) -> assertThat(this.report.of(context).getDescription())
			.isEqualTo("Property 'warmcache.caches.names.source.jdbc' reads a database, but there is no DataSource."));
	}

	private static String load(TieredCacheManager caches) {
		return caches.getCache("names").get(1L, String.class);
	}

	private static final class CountingTransactionManager extends JdbcTransactionManager {

		private final AtomicInteger begun = new AtomicInteger();

		private CountingTransactionManager(DataSource dataSource) {
			super(dataSource);
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.begun.incrementAndGet();
			super.doBegin(transaction, definition);
		}

	}

}
