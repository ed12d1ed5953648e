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

package io.github.warmcache.tier.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

import io.github.warmcache.testsupport.Servers;
import io.github.warmcache.testsupport.TestDatabase;
import io.github.warmcache.testsupport.values.StateText;
import io.github.warmcache.tier.SharedRead;
import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.SharedTier.FillOutcome;
import io.github.warmcache.tier.ValueVersion;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ResolvableType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for entities of Hibernate in the shared tier.
 */
@ExtendWith(OutputCaptureExtension.class)
@Tag("servers")
class EntityValuesTests {

	private static SessionFactory sessions;

	private TierFixture fixture;

	@BeforeAll
	static void connect() {
		TestDatabase database = Servers.postgres().newDatabase();
		sessions = new Configuration().addAnnotatedClass(Purchase.class)
			.addAnnotatedClass(Customer.class)
			.addAnnotatedClass(Item.class)
			.setProperties(hibernate(database))
			.buildSessionFactory();
		sessions.inTransaction((session) -> {
			Customer customer = new Customer(7, "Ann");
			session.persist(customer);
			session.persist(new Purchase(1, customer, List.of(new Item(1, "pen"), new Item(2, "ink"))));
		});
	}

	private static Properties hibernate(TestDatabase database) {
		Properties properties = new Properties();
		properties.put("hibernate.hbm2ddl.auto", "create");
		properties.put("hibernate.connection.datasource", database.dataSource());
		return properties;
	}

	@AfterAll
	static void disconnect() {
		sessions.close();
	}

	@BeforeEach
	void start() {
		this.fixture = new TierFixture(Servers.redis());
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void aProxyThatIsNotLoadedIsRefused(CapturedOutput output) {
		Purchase purchase = load((loaded) -> Hibernate.initialize(loaded.items));
		assertThat(Hibernate.isInitialized(purchase.customer)).isFalse();
		assertThat(fill(purchase)).isEqualTo(FillOutcome.FAILED);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains(Purchase.class.getName() + ": 'customer' is not loaded from the database yet");
	}

	@Test
	void aCollectionThatIsNotLoadedIsRefused(CapturedOutput output) {
		Purchase purchase = load((loaded) -> Hibernate.initialize(loaded.customer));
		assertThat(fill(purchase)).isEqualTo(FillOutcome.FAILED);
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains(Purchase.class.getName() + ": 'items' is not loaded from the database yet");
	}

	@Test
	void whatIsLoadedIsShared(CapturedOutput output) {
		Purchase purchase = load((loaded) -> {
			Hibernate.initialize(loaded.customer);
			Hibernate.initialize(loaded.items);
		});
		assertThat(purchase.customer.getClass()).isNotSameAs(Customer.class);
		assertThat(fill(purchase)).isEqualTo(FillOutcome.STORED);
		SharedRead.Hit hit = (SharedRead.Hit) tier(Purchase.class).read(1);
		assertThat(StateText.of(hit.value())).isEqualTo(StateText.of(purchase));
		assertThat(((Purchase) hit.value()).customer).isExactlyInstanceOf(Customer.class);
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void aLoadedProxyItselfIsSharedAsWhatItStandsFor() {
		Customer customer = sessions.fromTransaction((session) -> {
			Customer proxy = session.getReference(Customer.class, 7L);
			Hibernate.initialize(proxy);
			return proxy;
		});
		assertThat(customer.getClass()).isNotSameAs(Customer.class);
		SharedTier tier = tier(Customer.class);
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(1);
		assertThat(tier.fill(1, customer, Duration.ofHours(1), miss.ticket())).isEqualTo(FillOutcome.STORED);
		SharedRead.Hit hit = (SharedRead.Hit) tier.read(1);
		assertThat(StateText.of(hit.value())).isEqualTo(StateText.of(new Customer(7, "Ann")));
	}

	private static Purchase load(Consumer<Purchase> touch) {
		return sessions.fromTransaction((session) -> {
			Purchase purchase = session.find(Purchase.class, 1L);
			touch.accept(purchase);
			return purchase;
		});
	}

	private FillOutcome fill(Purchase purchase) {
		SharedTier tier = tier(Purchase.class);
		SharedRead.Miss miss = (SharedRead.Miss) tier.readOrLease(1);
		return tier.fill(1, purchase, Duration.ofHours(1), miss.ticket());
	}

	private SharedTier tier(Class<?> type) {
		return this.fixture.pod()
			.create("purchases", ResolvableType.forClass(Integer.class), ResolvableType.forClass(type),
					ValueVersion.NONE);
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("WARN") && line.contains("'purchases'")).toList();
	}

	@Entity
	@Table(name = "purchase")
	static class Purchase {

		@Id
		private long id;

		@ManyToOne(fetch = FetchType.LAZY)
		private Customer customer;

		@OneToMany(cascade = CascadeType.ALL)
		@JoinColumn(name = "purchase_id")
		private List<Item> items = new ArrayList<>();

		Purchase() {
		}

		Purchase(long id, Customer customer, List<Item> items) {
			this.id = id;
			this.customer = customer;
			this.items.addAll(items);
		}

		long id() {
			return this.id;
		}

	}

	@Entity
	@Table(name = "customer")
	static class Customer {

		@Id
		private long id;

		private String name;

		Customer() {
		}

		Customer(long id, String name) {
			this.id = id;
			this.name = name;
		}

		String label() {
			return this.id + this.name;
		}

	}

	@Entity
	@Table(name = "item")
	static class Item {

		@Id
		private long id;

		private String name;

		Item() {
		}

		Item(long id, String name) {
			this.id = id;
			this.name = name;
		}

		String label() {
			return this.id + this.name;
		}

	}

}
