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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.Advice.Severity;
import io.github.warmcache.advice.AdviceProvider;
import io.github.warmcache.autoconfigure.SharedJsonMapperBuilderCustomizer;
import io.github.warmcache.autoconfigure.TieredCacheBuilderCustomizer;
import io.github.warmcache.autoconfigure.source.SourceFactory;
import io.github.warmcache.autoconfigure.source.SourceRequest;
import io.github.warmcache.breaker.BreakerState;
import io.github.warmcache.breaker.CallBreaker;
import io.github.warmcache.breaker.CallBreakerFactory;
import io.github.warmcache.cache.EntryWeigher;
import io.github.warmcache.cache.TransactionIsolation;
import io.github.warmcache.source.CacheSource;
import io.github.warmcache.source.Chunk;
import io.github.warmcache.source.ChunkedSource;
import io.github.warmcache.source.EntrySink;
import io.github.warmcache.source.InvalidSourceException;
import io.github.warmcache.source.KeyRange;
import io.github.warmcache.source.LoadCancellation;
import io.github.warmcache.source.PermanentSourceException;
import io.github.warmcache.source.UnreadableEntryException;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueCodecFactory;
import io.github.warmcache.tier.codec.JsonValueCodecFactory;
import io.github.warmcache.warmup.CacheWarmer;
import io.github.warmcache.warmup.Rehearsal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Beans of an application that extends Warmcache, as the page of extensions shows them.
 */
final class ExtensionExamples {

	private ExtensionExamples() {
	}

	record Rate(String currency, double perEuro) {

	}

	record Order(long id, String customer) {

	}

	record Image(byte[] bytes) {

	}

	record Money(String text) {

		@Override
		public String toString() {
			return this.text;
		}

	}

	/**
	 * A service elsewhere.
	 */
	interface RateService {

		@Nullable Rate find(String currency);

		Collection<Rate> findAll();

	}

	/**
	 * Something that is used on the way to an answer.
	 */
	interface Templates {

		String render(String name);

	}

	// tag::source[]
	static class RateSource implements CacheSource<String, Rate> {

		private final RateService rates;

		RateSource(RateService rates) {
			this.rates = rates;
		}

		@Override
		public @Nullable Rate load(String currency) {
			return this.rates.find(currency);
		}

		@Override
		public void stream(EntrySink<? super String, ? super Rate> sink) {
			this.rates.findAll().forEach((rate) -> sink.accept(rate.currency(), rate));
		}

		@Override
		public OptionalLong count() {
			return OptionalLong.of(this.rates.findAll().size());
		}

	}
	// end::source[]

	// tag::source-factory[]
	static class PropertiesFiles implements SourceFactory {

		@Override
		public String property() {
			return "properties-file";
		}

		@Override
		public CacheSource<?, ?> create(SourceRequest request) {
			Resource location = request.settings(Settings.class).location();
			if (location == null) {
				throw new InvalidSourceException("location", "is missing", "Write where the file is");
			}
			return new PropertiesFile(location);
		}

		record Settings(@Nullable Resource location) {
		}

	}
	// end::source-factory[]

	/**
	 * Source that reads a properties file.
	 */
	static class PropertiesFile implements CacheSource<String, String> {

		private final Resource location;

		PropertiesFile(Resource location) {
			this.location = location;
		}

		@Override
		public @Nullable String load(String key) throws IOException {
			return PropertiesLoaderUtils.loadProperties(this.location).getProperty(key);
		}

		@Override
		public void stream(EntrySink<? super String, ? super String> sink) throws IOException {
			Properties properties = PropertiesLoaderUtils.loadProperties(this.location);
			properties.stringPropertyNames().forEach((key) -> sink.accept(key, properties.getProperty(key)));
		}

	}

	static class OrderSource implements ChunkedSource<Long, Order> {

		private final NavigableMap<Long, Order> orders;

		OrderSource(NavigableMap<Long, Order> orders) {
			this.orders = orders;
		}

		@Override
		public @Nullable Order load(Long id) {
			return this.orders.get(id);
		}

		// tag::chunked-source[]
		@Override
		public boolean isChunked() {
			return true;
		}

		@Override
		public int chunkSize(int number) {
			return 1000;
		}

		@Override
		public List<KeyRange> partitions(int most) {
			return List.of(new KeyRange(null, null));
		}

		@Override
		public Chunk stream(KeyRange range, @Nullable String after, int limit,
				EntrySink<? super Long, ? super Order> sink) {
			long last = (after != null) ? Long.parseLong(after) : 0;
			List<Order> page = this.orders.tailMap(last, false).values().stream().limit(limit).toList();
			page.forEach((order) -> sink.accept(order.id(), order));
			boolean end = page.size() < limit;
			return new Chunk(page.size(), end ? null : String.valueOf(page.get(limit - 1).id()), end);
		}

		@Override
		public void stream(EntrySink<? super Long, ? super Order> sink) {
			this.orders.forEach(sink::accept);
		}
		// end::chunked-source[]

	}

	/**
	 * A service elsewhere that answers later.
	 */
	interface RemoteRates {

		CompletableFuture<Rate> request(String currency);

		List<String> lines();

	}

	static class RemoteSource implements CacheSource<String, Rate> {

		private final RemoteRates remote;

		RemoteSource(RemoteRates remote) {
			this.remote = remote;
		}

		// tag::cancellation[]
		@Override
		public @Nullable Rate load(String currency, LoadCancellation cancellation) throws Exception {
			CompletableFuture<Rate> answer = this.remote.request(currency);
			cancellation.onCancel(() -> answer.cancel(true));
			return answer.get();
		}
		// end::cancellation[]

		@Override
		public @Nullable Rate load(String currency) throws Exception {
			return this.remote.request(currency).get();
		}

		// tag::source-failures[]
		@Override
		public void stream(EntrySink<? super String, ? super Rate> sink) {
			List<String> lines = this.remote.lines();
			if (lines.isEmpty() || !lines.get(0).equals("currency,rate")) {
				throw new PermanentSourceException("The rates have another format");
			}
			for (String line : lines.subList(1, lines.size())) {
				String[] parts = line.split(",");
				try {
					sink.accept(parts[0], new Rate(parts[0], Double.parseDouble(parts[1])));
				}
				catch (NumberFormatException ex) {
					sink.unreadable(parts[0], new UnreadableEntryException("A rate is not a number"));
				}
			}
		}
		// end::source-failures[]

	}

	static class Fillers {

		// tag::warmer[]
		@Bean
		CacheWarmer mainCurrencies(RateService rates) {
			return (context) -> {
				List<String> currencies = List.of("USD", "GBP", "JPY");
				context.expect(currencies.size());
				for (String currency : currencies) {
					context.accept(currency, rates.find(currency), Duration.ofMinutes(1));
				}
			};
		}
		// end::warmer[]

		// tag::rehearsal[]
		@Bean
		Rehearsal templates(Templates templates) {
			return () -> {
				for (int i = 0; i < 500; i++) {
					templates.render("welcome");
				}
			};
		}
		// end::rehearsal[]

	}

	static class Judges {

		// tag::weigher[]
		@Bean
		EntryWeigher imageWeigher() {
			return (key, value) -> 200 + ((value instanceof Image image) ? image.bytes().length : 0);
		}
		// end::weigher[]

		// tag::isolation[]
		@Bean
		TransactionIsolation isolation() {
			return (level) -> level == null || level == Connection.TRANSACTION_READ_COMMITTED;
		}
		// end::isolation[]

		// tag::json[]
		@Bean
		SharedJsonMapperBuilderCustomizer moneyAsText() {
			SimpleModule module = new SimpleModule("money");
			module.addSerializer(Money.class, ToStringSerializer.instance);
			return (builder) -> builder.addModule(module);
		}
		// end::json[]

	}

	static class Formats {

		// tag::codec[]
		@Bean
		ValueCodecFactory compressed() {
			ValueCodecFactory json = new JsonValueCodecFactory(JsonValueCodecFactory.mapperBuilder().build());
			return (cacheName, valueType) -> new Compressed(json.create(cacheName, valueType));
		}

		record Compressed(ValueCodec json) implements ValueCodec {

			private static final int LONGEST = 10_000_000;

			@Override
			public String schema() {
				return "gzip " + this.json.schema();
			}

			@Override
			public @Nullable String rejection() {
				return this.json.rejection();
			}

			@Override
			public void write(Object value, OutputStream output) throws IOException, UnwritableValueException {
				try (OutputStream compressed = new GZIPOutputStream(output)) {
					this.json.write(value, compressed);
				}
			}

			@Override
			public @Nullable Object read(byte[] bytes, int offset, int length) {
				try (var compressed = new GZIPInputStream(new ByteArrayInputStream(bytes, offset, length))) {
					byte[] text = compressed.readNBytes(LONGEST);
					return this.json.read(text, 0, text.length);
				}
				catch (IOException ex) {
					return null;
				}
			}

		}
		// end::codec[]

	}

	static class Breakers {

		// tag::breaker[]
		@Bean
		CallBreakerFactory breakers() {
			return (name, settings) -> new PausingBreaker(settings.waitDuration());
		}

		static class PausingBreaker implements CallBreaker {

			private final Duration pause;

			private volatile long until = System.nanoTime();

			PausingBreaker(Duration pause) {
				this.pause = pause;
			}

			@Override
			public boolean permits() {
				return System.nanoTime() - this.until >= 0;
			}

			@Override
			public void failed(long nanos, @Nullable Throwable failure) {
				this.until = System.nanoTime() + this.pause.toNanos();
			}

			@Override
			public void tryAgain() {
				this.until = System.nanoTime();
			}

			@Override
			public BreakerState state() {
				return permits() ? BreakerState.CLOSED : BreakerState.OPEN;
			}

		}
		// end::breaker[]

	}

	// tag::advice[]
	static class TemplateAdvice implements AdviceProvider {

		private final Path folder;

		TemplateAdvice(Path folder) {
			this.folder = folder;
		}

		@Override
		public Set<String> ids() {
			return Set.of("templates-missing");
		}

		@Override
		public List<Advice> advice() {
			return Files.isDirectory(this.folder) ? List.of()
					: List.of(new Advice("templates-missing", Severity.WARN, "templates",
							"The folder " + this.folder + " is missing",
							"Mount it, or set shop.templates to another one"));
		}

	}
	// end::advice[]

	static class Builders {

		// tag::builder[]
		@Bean
		TieredCacheBuilderCustomizer imagesByTheirBytes() {
			return (builder) -> {
				if (builder.definition().name().equals("images")) {
					builder.weigher((key, value) -> (value instanceof Image image) ? image.bytes().length : 0);
				}
			};
		}
		// end::builder[]

	}

	static class Threads {

		// tag::executor[]
		@Bean(defaultCandidate = false)
		ThreadPoolExecutor warmcacheSourceExecutor() {
			return new ThreadPoolExecutor(0, 64, 30, TimeUnit.SECONDS, new SynchronousQueue<>());
		}
		// end::executor[]

		// tag::qualified-executor[]
		@Bean(defaultCandidate = false, destroyMethod = "shutdownNow")
		@Qualifier("warmcacheExecutor")
		ThreadPoolExecutor refreshThreads() {
			return new ThreadPoolExecutor(0, 8, 30, TimeUnit.SECONDS, new SynchronousQueue<>());
		}
		// end::qualified-executor[]

	}

	static class Clocks {

		// tag::ticker[]
		@Bean
		Ticker ticker() {
			return System::nanoTime;
		}
		// end::ticker[]

	}

}
