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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.autoconfigure.SharedJsonMapperBuilderCustomizer;
import io.github.warmcache.breaker.BreakerSettings;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakerFactory;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.cache.tiered.TieredCacheManager;
import io.github.warmcache.documentation.ExtensionExamples.Breakers.PausingBreaker;
import io.github.warmcache.documentation.ExtensionExamples.Image;
import io.github.warmcache.documentation.ExtensionExamples.Money;
import io.github.warmcache.documentation.ExtensionExamples.Order;
import io.github.warmcache.documentation.ExtensionExamples.OrderSource;
import io.github.warmcache.documentation.ExtensionExamples.PropertiesFiles;
import io.github.warmcache.documentation.ExtensionExamples.Rate;
import io.github.warmcache.documentation.ExtensionExamples.RateService;
import io.github.warmcache.documentation.ExtensionExamples.RateSource;
import io.github.warmcache.documentation.ExtensionExamples.RemoteRates;
import io.github.warmcache.documentation.ExtensionExamples.RemoteSource;
import io.github.warmcache.documentation.ExtensionExamples.TemplateAdvice;
import io.github.warmcache.documentation.ExtensionExamples.Templates;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.warmup.WarmupState;
import io.github.warmcache.warmup.WarmupStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that the examples of extensions do what the page says of them.
 */
class ExtensionExamplesTests {

	private static final ApplicationArguments NO_ARGUMENTS = new DefaultApplicationArguments();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetersPageTests.autoConfigurations()))
		.withPropertyValues("warmcache.shared.enabled=false")
		.withBean(RateService.class, Rates::new);

	@Test
	void aSourceIsAskedAndFillsItsCache() {
		this.contextRunner.withBean("rateSource", RateSource.class)
			.withPropertyValues("warmcache.caches.rates.source.bean=rateSource")
			.run((context) -> {
				warmUp(context);
				assertThat(status(context, "rates")).isEqualTo(WarmupStatus.WARM);
				assertThat(cache(context, "rates").get("USD", Rate.class)).isEqualTo(new Rate("USD", 3));
			});
	}

	@Test
	void aCacheAsksForASourceOfAnotherKindByItsProperty() throws IOException {
		PropertySource<?> yaml = new YamlPropertySourceLoader()
			.load("custom", new ClassPathResource("documentation/custom-source.yaml"))
			.get(0);
		this.contextRunner.withBean(PropertiesFiles.class)
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addFirst(yaml))
			.run((context) -> {
				warmUp(context);
				assertThat(status(context, "countries")).isEqualTo(WarmupStatus.WARM);
				assertThat(cache(context, "countries").get("PT", String.class)).isEqualTo("Portugal");
			});
	}

	@Test
	void aSourceIsReadInChunks() {
		TreeMap<Long, Order> orders = new TreeMap<>();
		for (long id = 1; id <= 2500; id++) {
			orders.put(id, new Order(id, "customer"));
		}
		this.contextRunner.withBean("orderSource", OrderSource.class, () -> new OrderSource(orders))
			.withPropertyValues("warmcache.caches.orders.source.bean=orderSource")
			.run((context) -> {
				warmUp(context);
				assertThat(status(context, "orders")).isEqualTo(WarmupStatus.WARM);
				assertThat(context.getBean(TieredCacheManager.class).getCache("orders").getNativeCache().asMap())
					.hasSize(2500);
				assertThat(cache(context, "orders").get(2500L, Order.class)).isEqualTo(new Order(2500, "customer"));
			});
	}

	@Test
	void aWarmerFillsTheCacheThatNamesIt() {
		this.contextRunner.withUserConfiguration(ExtensionExamples.Fillers.class)
			.withBean(Templates.class, () -> (name) -> name)
			.withPropertyValues("warmcache.caches.rates.warmup.from=mainCurrencies",
					"warmcache.caches.rates.key-type=java.lang.String",
					"warmcache.caches.rates.value-type=" + Rate.class.getName())
			.run((context) -> {
				warmUp(context);
				assertThat(status(context, "rates")).isEqualTo(WarmupStatus.WARM);
				assertThat(cache(context, "rates").get("JPY", Rate.class)).isEqualTo(new Rate("JPY", 3));
			});
	}

	@Test
	void aRehearsalRunsBeforeTheApplicationIsReady() {
		AtomicInteger rendered = new AtomicInteger();
		this.contextRunner.withUserConfiguration(ExtensionExamples.Fillers.class)
			.withBean(Templates.class, () -> (name) -> name + rendered.incrementAndGet())
			.run((context) -> {
				warmUp(context);
				assertThat(context.getBean(WarmupState.class).isReady()).isTrue();
				assertThat(rendered).hasValue(500);
			});
	}

	@Test
	void whatJudgesEntriesAndTransactionsIsUsed() {
		this.contextRunner.withUserConfiguration(ExtensionExamples.Judges.class).run((context) -> {
			assertThat(context).hasSingleBean(TransactionIsolation.class);
			assertThat(context.getBean(TransactionIsolation.class).isReadCommitted(null)).isTrue();
			assertThat(context.getBean(EntryWeigher.class).weigh("key", new Image(new byte[100]))).isEqualTo(300);
			JsonMapper.Builder builder = JsonMapper.builder();
			context.getBean(SharedJsonMapperBuilderCustomizer.class).customize(builder);
			assertThat(builder.build().writeValueAsString(new Money("5 EUR"))).isEqualTo("\"5 EUR\"");
		});
	}

	@Test
	void aCodecTakesThePlaceOfJson() {
		this.contextRunner.withUserConfiguration(ExtensionExamples.Formats.class).run((context) -> {
			ValueCodec codec = context.getBean(ValueCodecFactory.class)
				.create("orders", ResolvableType.forClass(Order.class));
			Order order = new Order(7, "x".repeat(1000));
			ByteArrayOutputStream output = new ByteArrayOutputStream();
			codec.write(order, output);
			byte[] bytes = output.toByteArray();
			assertThat(bytes).hasSizeLessThan(200);
			assertThat(codec.read(bytes, 0, bytes.length)).isEqualTo(order);
			assertThat(codec.read(new byte[] { 1, 2, 3 }, 0, 3)).isNull();
			assertThat(codec.rejection()).isNull();
		});
	}

	@Test
	void aBreakerTakesThePlaceOfResilience4j() {
		this.contextRunner.withUserConfiguration(ExtensionExamples.Breakers.class).run((context) -> {
			CallBreaker breaker = context.getBean(CallBreakerFactory.class)
				.create("warmcache-redis", new BreakerSettings(5, Duration.ofHours(1)));
			assertThat(breaker).isInstanceOf(PausingBreaker.class);
			assertThat(breaker.permits()).isTrue();
			breaker.failed(1, null);
			assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
			breaker.tryAgain();
			assertThat(breaker.permits()).isTrue();
		});
	}

	@Test
	void adviceOfTheApplicationIsInTheList(@TempDir Path folder) {
		this.contextRunner.withBean("here", TemplateAdvice.class, () -> new TemplateAdvice(folder))
			.run((context) -> assertThat(context.getBean(ConfigurationAdvisor.class).look()).isEmpty());
		Path missing = folder.resolve("missing");
		this.contextRunner.withBean("gone", TemplateAdvice.class, () -> new TemplateAdvice(missing))
			.run((context) -> assertThat(context.getBean(ConfigurationAdvisor.class).look())
				.containsExactlyElementsOf(new TemplateAdvice(missing).advice()));
		this.contextRunner.withBean("gone", TemplateAdvice.class, () -> new TemplateAdvice(missing))
			.withPropertyValues("warmcache.advice.ignore=templates-missing")
			.run((context) -> assertThat(context.getBean(ConfigurationAdvisor.class).look()).isEmpty());
	}

	@Test
	void aCacheIsBuiltAsItsCustomizerSays() {
		this.contextRunner.withUserConfiguration(ExtensionExamples.Builders.class)
			.withPropertyValues("warmcache.caches.images.maximum-weight=1MB",
					"warmcache.caches.others.maximum-weight=1MB")
			.run((context) -> {
				cache(context, "images").put("key", new Image(new byte[100]));
				cache(context, "others").put("key", new Image(new byte[100]));
				assertThat(weight(context, "images")).isEqualTo(100);
				assertThat(weight(context, "others")).isGreaterThan(100);
			});
	}

	@Test
	void aLoadIsEndedAndBadEntriesAreTold() throws Exception {
		CompletableFuture<Rate> answer = new CompletableFuture<>();
		RemoteSource source = new RemoteSource(new RemoteRates() {

			@Override
			public CompletableFuture<Rate> request(String currency) {
				return answer;
			}

			@Override
			public List<String> lines() {
				return List.of("currency,rate", "USD,1.1", "GBP,?");
			}

		});
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> source.load("USD", Runnable::run));
		assertThat(answer).isCancelled();
		List<Object> told = new ArrayList<>();
		source.stream(new EntrySink<String, Rate>() {

			@Override
			public void accept(String key, Rate value) {
				told.add(value);
			}

			@Override
			public void unreadable(@Nullable String key, UnreadableEntryException problem) {
				told.add(problem.getMessage());
			}

			@Override
			public void onCancel(Runnable action) {
			}

		});
		assertThat(told).containsExactly(new Rate("USD", 1.1), "A rate is not a number");
	}

	@Test
	void executorsAndTheClockStepBack() {
		this.contextRunner.withUserConfiguration(ExtensionExamples.Threads.class, ExtensionExamples.Clocks.class)
			.run((context) -> {
				assertThat(context.getBean("warmcacheSourceExecutor", ThreadPoolExecutor.class).getMaximumPoolSize())
					.isEqualTo(64);
				assertThat(context).hasSingleBean(Ticker.class).hasBean("ticker");
				assertThat(context).hasBean("refreshThreads").doesNotHaveBean("warmcacheExecutor");
				assertThat(context.getBean("warmcacheTimeouts")).isInstanceOf(Executor.class);
			});
	}

	private static void warmUp(ApplicationContext context) throws Exception {
		for (ApplicationRunner runner : context.getBeansOfType(ApplicationRunner.class).values()) {
			runner.run(NO_ARGUMENTS);
		}
	}

	private static @Nullable WarmupStatus status(ApplicationContext context, String cache) {
		return context.getBean(WarmupState.class).cache(cache).status();
	}

	private static long weight(ApplicationContext context, String cacheName) {
		TieredCache cache = context.getBean(TieredCacheManager.class).getCache(cacheName);
		// Entries are weighed when Caffeine tidies up, on another thread.
		cache.getNativeCache().cleanUp();
		return cache.getNativeCache().policy().eviction().orElseThrow().weightedSize().orElseThrow();
	}

	private static Cache cache(ApplicationContext context, String name) {
		return context.getBean(TieredCacheManager.class).getCache(name);
	}

	private static final class Rates implements RateService {

		@Override
		public Rate find(String currency) {
			return new Rate(currency, currency.length());
		}

		@Override
		public Collection<Rate> findAll() {
			List<Rate> rates = new ArrayList<>();
			List.of("USD", "GBP", "JPY").forEach((currency) -> rates.add(find(currency)));
			return rates;
		}

	}

}
