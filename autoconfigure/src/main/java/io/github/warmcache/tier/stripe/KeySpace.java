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

package io.github.warmcache.tier.stripe;

import java.util.Arrays;
import java.util.zip.CRC32;

import io.github.warmcache.tier.SharedTier;
import io.github.warmcache.tier.key.KeyTexts;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Names in Redis of everything that one cache keeps there.
 * <ul>
 * <li>A value is at <code>{namespace:stripe}:v1:length:cache:schema:key</code>. The
 * length is that of the cache's name in bytes.</li>
 * <li>The lease of a pod that refreshes a value before it expires is at
 * <code>{namespace:stripe}:refresh:v1:length:cache:schema:key</code>.</li>
 * <li>The last changes of a key are at
 * <code>{namespace:stripe}:changed.v1.length.cache:key</code>, for all schemas. If the
 * text of the key has more than 40 bytes, {@code #} and its SHA-1 take its place. Without
 * a key, the name holds the count of the last clear, if the source of the cache lags
 * behind changes. <code>{namespace:stripe}:since</code> holds how many changes of the
 * stripe precede all remembered ones.</li>
 * <li>The keys that pods read most are at
 * <code>{namespace:stripe}:hot:v1:length:cache:keys</code>, and the start of their
 * weights at <code>...:since</code>, for all schemas, on the stripe of the empty
 * key.</li>
 * <li>The coordination of loads of the whole cache is at
 * <code>{namespace:stripe}:load:v1:length:cache:schema:kind</code>, on the stripe of the
 * empty key.</li>
 * <li>The hash at <code>{namespace:stripe}:meta</code> counts the changes of a stripe in
 * {@code seq} and keeps the token of the last one in {@code last}. {@code born} names the
 * history in which they are counted. {@code run} is the run of the server that last made
 * all values of the stripe unreadable. {@code clears} lists the latest changes, as far
 * back as all of them were clears. For each cache there are its epoch in
 * {@code epoch:cache}, the schemas of its values in {@code schemas:cache}, the token of
 * its last change and the counts and digests of the keys of the last four in
 * {@code changed:cache}, and the count of its last clear in {@code cleared:cache}.</li>
 * </ul>
 * The braces put a value and the hash of its stripe on one node of a Redis Cluster.
 * Characters of the namespace other than letters, digits and {@code ._-} are escaped as
 * in a URL.
 */
public final class KeySpace {

	private final byte[] cache;

	/**
	 * Per-cache salt, so that equal keys of different caches fall on different stripes.
	 */
	private final byte[] stripeSalt;

	private final String schema;

	private final KeyTexts texts;

	private final byte[][] metas = new byte[SharedTier.STRIPES][];

	private final byte[][] nothings = new byte[SharedTier.STRIPES][];

	private final byte[][] sinces = new byte[SharedTier.STRIPES][];

	private final byte[][] valuePrefixes = new byte[SharedTier.STRIPES][];

	private final byte[][] refreshPrefixes = new byte[SharedTier.STRIPES][];

	private final byte[][] changePrefixes = new byte[SharedTier.STRIPES][];

	/**
	 * Length of a name before the number of its stripe.
	 */
	private final int beforeStripe;

	private final byte[] hotPrefix;

	private final byte[] loadPrefix;

	private final byte[] pattern;

	private final byte[] epochField;

	private final byte[] schemasField;

	private final byte[] clearedField;

	private final byte[] channel;

	public KeySpace(String namespace, String cacheName, String schema, ResolvableType keyType) {
		this.cache = RedisNames.bytes(cacheName);
		this.stripeSalt = Arrays.copyOf(this.cache, this.cache.length + 1);
		this.schema = schema;
		this.texts = new KeyTexts(cacheName, keyType);
		String escaped = RedisNames.tag(namespace);
		String rest = ":v1:" + this.cache.length + ":" + cacheName + ":" + schema + ":";
		for (int stripe = 0; stripe < SharedTier.STRIPES; stripe++) {
			String tag = "{" + escaped + ":" + stripe + "}";
			this.metas[stripe] = RedisNames.meta(namespace, stripe);
			this.nothings[stripe] = RedisNames.nothing(namespace, stripe);
			this.sinces[stripe] = RedisNames.since(namespace, stripe);
			this.valuePrefixes[stripe] = RedisNames.bytes(tag + rest);
			this.refreshPrefixes[stripe] = RedisNames.bytes(tag + ":refresh" + rest);
			this.changePrefixes[stripe] = RedisNames
				.bytes(tag + ":changed.v1." + this.cache.length + "." + cacheName + ":");
		}
		this.beforeStripe = RedisNames.bytes("{" + escaped + ":").length;
		this.hotPrefix = RedisNames
			.bytes("{" + escaped + ":" + stripe(new byte[0]) + "}:hot:v1:" + this.cache.length + ":" + cacheName + ":");
		this.loadPrefix = RedisNames.bytes("{" + escaped + ":" + stripe(new byte[0]) + "}:load" + rest);
		this.pattern = RedisNames.bytes("{" + escaped + ":*}" + RedisNames.literal(rest) + "*");
		this.epochField = RedisNames.bytes("epoch:" + cacheName);
		this.schemasField = RedisNames.bytes("schemas:" + cacheName);
		this.clearedField = RedisNames.bytes("cleared:" + cacheName);
		this.channel = RedisNames.channel(namespace);
	}

	/**
	 * Locate a key.
	 * @param key the key
	 * @return its location
	 * @throws IllegalArgumentException if it has no text form
	 */
	public RedisKey locate(Object key) {
		byte[] text = this.texts.bytes(key);
		int stripe = stripe(text);
		return new RedisKey(key, stripe, RedisNames.concat(this.valuePrefixes[stripe], text), text);
	}

	/**
	 * Turn the name of a value in Redis back into its key.
	 * @param name the name
	 * @return the key, or {@code null} if it is not the name of a value of this cache
	 */
	public @Nullable RedisKey parse(byte[] name) {
		int stripe = writtenStripe(name);
		byte[] prefix = this.valuePrefixes[stripe];
		if (!RedisNames.startsWith(name, prefix)) {
			return null;
		}
		byte[] text = Arrays.copyOfRange(name, prefix.length, name.length);
		Object key = (stripe(text) == stripe) ? this.texts.read(text) : null;
		return (key != null) ? new RedisKey(key, stripe, name, text) : null;
	}

	/**
	 * Return the stripe in a name, if it is the name of a value.
	 */
	private int writtenStripe(byte[] name) {
		int stripe = 0;
		for (int i = this.beforeStripe; i < name.length && name[i] >= '0' && name[i] <= '9'; i++) {
			stripe = 10 * stripe + name[i] - '0';
			if (stripe >= SharedTier.STRIPES) {
				return 0;
			}
		}
		return stripe;
	}

	/**
	 * Return the key with a text.
	 * @param text the text
	 * @return the key, or {@code null} if no key of this cache has this text
	 */
	public @Nullable Object key(String text) {
		return this.texts.read(text);
	}

	/**
	 * Return the text of a key.
	 * @param key the key
	 * @return its bytes
	 * @throws IllegalArgumentException if it has no text form
	 */
	public byte[] text(Object key) {
		return this.texts.bytes(key);
	}

	/**
	 * Return the stripe of a key.
	 * @param key the key
	 * @return a number below {@link SharedTier#STRIPES}
	 * @throws IllegalArgumentException if it has no text form
	 */
	public int stripe(Object key) {
		return stripe(this.texts.bytes(key));
	}

	private int stripe(byte[] text) {
		CRC32 crc = new CRC32();
		crc.update(this.stripeSalt);
		crc.update(text);
		return (int) (crc.getValue() & (SharedTier.STRIPES - 1));
	}

	public byte[] meta(int stripe) {
		return this.metas[stripe];
	}

	/**
	 * Return the name of a key that never exists, on the node of a stripe.
	 */
	public byte[] nothing(int stripe) {
		return this.nothings[stripe];
	}

	/**
	 * Return the name of the key that holds since when the changes of a stripe are
	 * remembered.
	 */
	public byte[] since(int stripe) {
		return this.sinces[stripe];
	}

	/**
	 * Return the field of a meta hash that holds the cache's epoch on that stripe.
	 */
	public byte[] epochField() {
		return this.epochField;
	}

	/**
	 * Return the field of a meta hash that lists the schemas of the cache's values on
	 * that stripe.
	 */
	public byte[] schemasField() {
		return this.schemasField;
	}

	public byte[] clearedField() {
		return this.clearedField;
	}

	/**
	 * Return the schema of this release's values.
	 */
	public String schema() {
		return this.schema;
	}

	/**
	 * Return the name of a key's value in another release.
	 */
	public byte[] name(RedisKey key, String otherSchema) {
		return name(this.valuePrefixes[key.stripe()], key, otherSchema);
	}

	/**
	 * Return the name of the lease for a refresh of a key under a schema.
	 */
	public byte[] refreshName(RedisKey key, String schema) {
		return name(this.refreshPrefixes[key.stripe()], key, schema);
	}

	private byte[] name(byte[] prefix, RedisKey key, String schema) {
		byte[] start = schema.equals(this.schema) ? prefix : RedisNames
			.concat(Arrays.copyOf(prefix, prefix.length - this.schema.length() - 1), RedisNames.bytes(schema + ":"));
		return RedisNames.concat(start, key.text());
	}

	/**
	 * Return the name of the last changes of a key.
	 */
	public byte[] changeName(RedisKey key) {
		return RedisNames.concat(this.changePrefixes[key.stripe()], key.shortText());
	}

	/**
	 * Return the name of the last clear. It is the name of a key with an empty text,
	 * which no key has.
	 */
	public byte[] clearName(int stripe) {
		return this.changePrefixes[stripe];
	}

	/**
	 * Return the pattern that matches the names of all values of this cache.
	 */
	public byte[] pattern() {
		return this.pattern;
	}

	/**
	 * Return one of the names for hot keys.
	 */
	public byte[] hotName(String kind) {
		return RedisNames.concat(this.hotPrefix, RedisNames.bytes(kind));
	}

	/**
	 * Return one of the names for loads of the whole cache.
	 */
	public byte[] loadName(String kind) {
		return RedisNames.concat(this.loadPrefix, RedisNames.bytes(kind));
	}

	public byte[] channel() {
		return this.channel;
	}

	/**
	 * Return the end of a published message: the change's own token, the pod that made
	 * it, and its subject. It is {@code token:origin:length:cache} followed by the text
	 * of the key, or by nothing for the whole cache.
	 */
	public byte[] subject(String token, String origin, byte[] keyText) {
		byte[] start = RedisNames.bytes(token + ":" + origin + ":" + this.cache.length + ":");
		return RedisNames.concat(RedisNames.concat(start, this.cache), keyText);
	}

}
