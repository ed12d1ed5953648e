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

package io.github.warmcache.tier.codec;

import java.time.Duration;
import java.util.HexFormat;

import io.github.warmcache.tier.Provenance;
import io.github.warmcache.tier.UnwritableValueException;
import io.github.warmcache.tier.ValueCodec;
import io.github.warmcache.tier.ValueOrigin;
import io.github.warmcache.tier.ValueVersion;
import io.github.warmcache.tier.key.Digests;
import org.jspecify.annotations.Nullable;

/**
 * Values of one cache as they are stored in Redis.
 * <p>
 * A stored value is <code>v1:epoch:expiry</code>, followed by the version, a letter, the
 * time of its making and the bytes of the value. The expiry is 13 digits: milliseconds
 * since 1970. The version is 16 hexadecimal digits that compare as text, all zero if
 * there is none. The letter is that of the value's origin, a capital without further
 * bytes for a known absence. The time of its making is milliseconds since 1970 as 7
 * digits to the base 64, all zero if unknown. The part before the expiry is the header,
 * the rest is the payload. Scripts write the header, because only they know the epoch. A
 * fill of many values writes it itself, because it was told the epoch before.
 */
public final class StoredValues {

	/**
	 * Stands for a header that a script writes.
	 */
	public static final byte[] NO_HEADER = {};

	/**
	 * Maximum time to live. Keeps the expiry within its digits.
	 */
	public static final Duration LONGEST_TIME = Duration.ofDays(36_500);

	/**
	 * Maximum length of a header, which has an epoch and two colons.
	 */
	private static final int HEADER_LIMIT = 64;

	private static final int EXPIRY_LENGTH = 13;

	private static final int VERSION_LENGTH = 16;

	private static final int MADE_LENGTH = 7;

	/**
	 * Length of the part of a payload before the bytes of the value.
	 */
	private static final int START_LENGTH = EXPIRY_LENGTH + VERSION_LENGTH + 1 + MADE_LENGTH;

	/**
	 * Bits of a hexadecimal digit.
	 */
	private static final int HEX = 4;

	/**
	 * Bits of a digit to the base 64.
	 */
	private static final int BASE_64 = 6;

	private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

	/**
	 * Letters of the origins, in their order, for values and for known absences.
	 */
	private static final String LETTERS = "usmpUSMP";

	private static final ValueOrigin[] ORIGINS = ValueOrigin.values();

	private final int longest;

	private final ValueBytes values;

	private final @Nullable ValueSigner signer;

	/**
	 * Create the values of one cache.
	 * @param longest maximum size of a stored value, in bytes
	 */
	public StoredValues(ValueCodec codec, int longest) {
		this(codec, longest, null);
	}

	/**
	 * Create the values of one cache.
	 * @param longest maximum size of a stored value, in bytes
	 * @param signer signs the values, or {@code null} if they are not signed
	 */
	public StoredValues(ValueCodec codec, int longest, @Nullable ValueSigner signer) {
		this.values = new ValueBytes(codec, longest,
				HEADER_LIMIT + START_LENGTH + ((signer != null) ? Signer.LENGTH : 0));
		this.longest = longest;
		this.signer = signer;
	}

	/**
	 * Return the payload of a value.
	 * @param header the bytes before it
	 * @param key the text of its key
	 * @param value the value, or {@code null} for a known absence
	 * @param version the version of the value
	 * @param now the time, in milliseconds since 1970
	 * @param timeToLive how long the value lives
	 * @param provenance where the value was made, and how long ago
	 * @throws UnwritableValueException if the value is not of the declared type, is too
	 * large or cannot be written as bytes
	 */
	public Payload write(byte[] header, byte[] key, @Nullable Object value, long version, long now, Duration timeToLive,
			Provenance provenance) throws UnwritableValueException {
		long millis = (timeToLive.compareTo(LONGEST_TIME) < 0) ? Math.max(1, timeToLive.toMillis())
				: LONGEST_TIME.toMillis();
		int letter = provenance.origin().ordinal() + ((value != null) ? 0 : ORIGINS.length);
		byte[] bytes = start(header, now + millis, version, LETTERS.charAt(letter), madeAt(now, provenance));
		if (value != null) {
			bytes = this.values.write(bytes, value);
		}
		if (this.signer != null) {
			bytes = this.signer.sign(codec().schema(), key, bytes, header.length);
		}
		return new Payload(bytes, millis, text(version));
	}

	/**
	 * Return a payload that stands for a value that cannot be stored, so that its version
	 * can be compared all the same.
	 */
	public static Payload withoutValue(long version, long now) {
		return new Payload(start(NO_HEADER, now, version, 'x', 0), 1, text(version));
	}

	/**
	 * Return when a value was made, 0 if unknown.
	 */
	private static long madeAt(long now, Provenance provenance) {
		Duration age = provenance.age();
		return (age != null && age.compareTo(LONGEST_TIME) < 0) ? Math.max(0, now - age.toMillis()) : 0;
	}

	/**
	 * Return the start of a payload, up to the bytes of the value.
	 * @param header the bytes before it
	 * @param expiresAt when the value expires, in milliseconds since 1970
	 * @param version the version of the value
	 * @param kind the letter
	 * @param madeAt when the value was made, in milliseconds since 1970
	 * @return the header and the start
	 */
	private static byte[] start(byte[] header, long expiresAt, long version, char kind, long madeAt) {
		int end = header.length + EXPIRY_LENGTH + VERSION_LENGTH;
		byte[] bytes = new byte[header.length + START_LENGTH];
		System.arraycopy(header, 0, bytes, 0, header.length);
		long digits = expiresAt;
		for (int i = header.length + EXPIRY_LENGTH - 1; i >= header.length; i--) {
			bytes[i] = (byte) ('0' + digits % 10);
			digits /= 10;
		}
		// Flip the sign, so that versions compare as text as they do as numbers.
		write(bytes, end, VERSION_LENGTH, HEX, version ^ Long.MIN_VALUE);
		bytes[end] = (byte) kind;
		write(bytes, bytes.length, MADE_LENGTH, BASE_64, madeAt);
		return bytes;
	}

	private static void write(byte[] bytes, int end, int length, int bits, long number) {
		long rest = number;
		for (int i = end - 1; i >= end - length; i--) {
			bytes[i] = (byte) DIGITS.charAt((int) rest & ((1 << bits) - 1));
			rest >>>= bits;
		}
	}

	/**
	 * Read a number that fits into a positive {@code long}.
	 * @return the number, or -1 if the bytes are not digits of one
	 */
	private static long number(byte[] bytes, int start, int length, int bits) {
		long number = 0;
		for (int i = start; i < start + length; i++) {
			int digit = DIGITS.indexOf(bytes[i]);
			if (digit < 0 || digit >= 1 << bits) {
				return -1;
			}
			number = (number << bits) | digit;
		}
		return number;
	}

	/**
	 * Return a version as it is written in a payload, or an empty string for none.
	 */
	private static String text(long version) {
		return (version != ValueVersion.UNVERSIONED) ? HexFormat.of().toHexDigits(version ^ Long.MIN_VALUE) : "";
	}

	/**
	 * Return the id that the names of these values have in Redis.
	 * @param versions the scheme of the values' versions, empty for no versions
	 * @return ten letters and digits
	 */
	public String schema(String versions) {
		// Under the same name, pods that sign and pods that do not would overwrite each
		// other's values.
		return Digests
			.id(((this.signer != null) ? "signed " : "") + "values 2 " + codec().schema() + " by " + versions);
	}

	/**
	 * Return the codec of the values.
	 */
	public ValueCodec codec() {
		return this.values.codec();
	}

	/**
	 * Return whether a pod of this application stored these bytes for this key. Always so
	 * if values are not signed.
	 * @param stored the bytes with their header
	 * @param key the text of the key
	 */
	public boolean isVerified(byte[] stored, byte[] key) {
		if (this.signer == null) {
			return true;
		}
		int expiry = startOfExpiry(stored);
		return expiry >= 0 && stored.length <= this.longest
				&& this.signer.verifies(codec().schema(), key, stored, expiry);
	}

	/**
	 * Read a stored value that is {@linkplain #isVerified verified}.
	 * @param stored the bytes with their header
	 * @return the value, or {@code null} if the bytes are not of one
	 */
	public @Nullable StoredValue read(byte[] stored) {
		int expiry = startOfExpiry(stored);
		int version = expiry + EXPIRY_LENGTH;
		int body = expiry + START_LENGTH;
		int end = stored.length - ((this.signer != null) ? Signer.LENGTH : 0);
		if (expiry < 0 || body > end || stored.length > this.longest) {
			return null;
		}
		long expiresAt = 0;
		for (int i = expiry; i < version; i++) {
			int digit = stored[i] - '0';
			if (digit < 0 || digit > 9) {
				return null;
			}
			expiresAt = expiresAt * 10 + digit;
		}
		long madeAt = number(stored, body - MADE_LENGTH, MADE_LENGTH, BASE_64);
		int letter = LETTERS.indexOf(stored[body - MADE_LENGTH - 1]);
		if (letter < 0 || madeAt < 0 || !isVersion(stored, version)) {
			return null;
		}
		boolean absent = letter >= ORIGINS.length;
		Object value = absent ? null : this.values.read(stored, body, end - body);
		return (absent ? body == end : value != null)
				? new StoredValue(value, expiresAt, ORIGINS[letter % ORIGINS.length], madeAt) : null;
	}

	private static boolean isVersion(byte[] stored, int start) {
		int half = VERSION_LENGTH / 2;
		return number(stored, start, half, HEX) >= 0 && number(stored, start + half, half, HEX) >= 0;
	}

	private static int startOfExpiry(byte[] stored) {
		if (stored.length < 3 || stored[0] != 'v' || stored[1] != '1' || stored[2] != ':') {
			return -1;
		}
		for (int i = 3; i < Math.min(stored.length, HEADER_LIMIT); i++) {
			if (stored[i] == ':') {
				return i + 1;
			}
		}
		return -1;
	}

	/**
	 * Stored form of a value. The bytes must not be modified.
	 *
	 * @param bytes the given header and the payload
	 * @param timeToLive the time to live, in milliseconds
	 * @param version the version of the value, as text, or an empty string
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Payload(byte[] bytes, long timeToLive, String version) {

		public boolean isVersioned() {
			return !this.version.isEmpty();
		}
	}

	/**
	 * Value with its expiry.
	 *
	 * @param value the value, or {@code null} for a known absence
	 * @param expiresAt when the value expires, in milliseconds since 1970
	 * @param origin where the value was made
	 * @param madeAt when the value was made, in milliseconds since 1970, 0 if unknown
	 */
	public record StoredValue(@Nullable Object value, long expiresAt, ValueOrigin origin, long madeAt) {

		/**
		 * Return where the value was made, and how long ago by this pod's clock.
		 * @param now the time, in milliseconds since 1970
		 */
		public Provenance provenance(long now) {
			return new Provenance(this.origin,
					(this.madeAt > 0) ? Duration.ofMillis(Math.max(0, now - this.madeAt)) : null);
		}
	}

}
