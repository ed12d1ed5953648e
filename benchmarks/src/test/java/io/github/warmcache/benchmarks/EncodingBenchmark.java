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

package io.github.warmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.github.warmcache.benchmarks.RedisWarmupApplication.City;
import io.github.warmcache.tier.redis.WireFormat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;

/**
 * One value at a time on its way to Redis and back.
 */
@State(Scope.Thread)
public class EncodingBenchmark {

	private static final int RECORDS = 1024;

	/**
	 * Name of the form.
	 */
	@Param({ "WARMCACHE", "JSON", "TYPED_JSON", "JDK", "KRYO" })
	public Form form = Form.WARMCACHE;

	private Codec codec = Form.WARMCACHE.codec();

	private List<City> values = List.of();

	private final List<byte[]> stored = new ArrayList<>();

	private int next;

	/**
	 * Encode the records.
	 */
	@Setup
	public void prepare() throws Exception {
		this.codec = this.form.codec();
		this.values = CityData.cities(RECORDS);
		for (City value : this.values) {
			byte[] bytes = this.codec.stored(this.codec.encode(value));
			if (!value.equals(this.codec.decode(bytes))) {
				throw new IllegalStateException(this.form + " does not give back what was written");
			}
			this.stored.add(bytes);
		}
	}

	/**
	 * Encode one.
	 */
	@Benchmark
	public byte[] encode() throws Exception {
		return this.codec.encode(this.values.get(this.next++ & (RECORDS - 1)));
	}

	/**
	 * Decode one.
	 */
	@Benchmark
	public Object decode() throws Exception {
		return this.codec.decode(this.stored.get(this.next++ & (RECORDS - 1)));
	}

	/**
	 * Return how long what Redis holds of one record is.
	 */
	static double bytes(Form form) throws Exception {
		EncodingBenchmark benchmark = new EncodingBenchmark();
		benchmark.form = form;
		benchmark.prepare();
		return benchmark.stored.stream().mapToInt((bytes) -> bytes.length).average().orElseThrow();
	}

	/**
	 * What values are written as.
	 */
	public enum Form {

		/**
		 * That of the shared tier, with its expiry and version.
		 */
		WARMCACHE(Figures.OURS) {

			@Override
			Codec codec() {
				WireFormat format = new WireFormat(City.class);
				return new Codec() {

					@Override
					public byte[] encode(Object value) throws Exception {
						return format.write(value);
					}

					@Override
					public byte[] stored(byte[] encoded) {
						return format.stored(encoded);
					}

					@Override
					public Object decode(byte[] bytes) {
						Object value = format.read(bytes);
						if (value == null) {
							throw new IllegalStateException("Not readable");
						}
						return value;
					}

				};
			}

		},

		/**
		 * Written and read by hand.
		 */
		JSON("Jackson JSON by hand") {

			@Override
			Codec codec() {
				JsonMapper mapper = JsonMapper.builder().build();
				ObjectWriter writer = mapper.writerFor(City.class);
				ObjectReader reader = mapper.readerFor(City.class);
				return of(writer::writeValueAsBytes, reader::readValue);
			}

		},

		/**
		 * What Spring Data Redis offers where the type is not declared.
		 */
		TYPED_JSON("Spring Data Redis, JSON with class names") {

			@Override
			Codec codec() {
				GenericJacksonJsonRedisSerializer serializer = GenericJacksonJsonRedisSerializer
					.create((builder) -> builder.enableUnsafeDefaultTyping());
				return of(serializer::serialize, serializer::deserialize);
			}

		},

		/**
		 * The default of Spring Data Redis, and that of JetCache.
		 */
		JDK("JDK serialization (RedisCache, JetCache)") {

			@Override
			Codec codec() {
				JdkSerializationRedisSerializer serializer = new JdkSerializationRedisSerializer();
				return of(serializer::serialize, serializer::deserialize);
			}

		},

		/**
		 * The default of Redisson.
		 */
		KRYO("Kryo 5 with class names (Redisson)") {

			@Override
			Codec codec() {
				Kryo kryo = new Kryo();
				kryo.setRegistrationRequired(false);
				Output output = new Output(1024, -1);
				return of((value) -> {
					output.reset();
					kryo.writeClassAndObject(output, value);
					return output.toBytes();
				}, (bytes) -> kryo.readClassAndObject(new Input(bytes)));
			}

		};

		private final String subject;

		Form(String subject) {
			this.subject = subject;
		}

		String subject() {
			return this.subject;
		}

		abstract Codec codec();

		static Codec of(Step<Object, byte[]> encode, Step<byte[], Object> decode) {
			return new Codec() {

				@Override
				public byte[] encode(Object value) throws Exception {
					return encode.apply(value);
				}

				@Override
				public Object decode(byte[] bytes) throws Exception {
					return decode.apply(bytes);
				}

			};
		}

	}

	/**
	 * Half of a codec.
	 */
	@FunctionalInterface
	interface Step<T, R> {

		R apply(T from) throws Exception;

	}

	/**
	 * Turns values into bytes and back.
	 */
	interface Codec {

		byte[] encode(Object value) throws Exception;

		/**
		 * Return what Redis makes of what it is given.
		 */
		default byte[] stored(byte[] encoded) {
			return encoded;
		}

		Object decode(byte[] bytes) throws Exception;

	}

}
