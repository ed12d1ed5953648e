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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.util.Assert;

/**
 * Signatures of what pods keep outside of their heap: HMAC-SHA-256 with a secret that all
 * pods know. Several secrets allow for a change of them without a loss: the first one
 * signs, and each one verifies. Thread-safe.
 */
public final class Signer {

	/**
	 * Length of a signature, in bytes.
	 */
	public static final int LENGTH = 32;

	/**
	 * Minimum length of a secret, in bytes.
	 */
	public static final int SHORTEST_SECRET = 32;

	private static final String ALGORITHM = "HmacSHA256";

	private final List<Mac> macs;

	/**
	 * Create a signer.
	 * @param secrets the secrets, at least one, each of at least {@link #SHORTEST_SECRET}
	 * bytes in UTF-8
	 */
	public Signer(List<String> secrets) {
		Assert.notEmpty(secrets, "There must be a secret to sign with");
		this.macs = secrets.stream().map(Signer::mac).toList();
	}

	private static Mac mac(String secret) {
		byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
		Assert.isTrue(bytes.length >= SHORTEST_SECRET,
				() -> "A secret to sign with must have at least " + SHORTEST_SECRET + " bytes");
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(bytes, ALGORITHM));
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ALGORITHM + " cannot be computed", ex);
		}
	}

	/**
	 * Sign parts, each with its length, so that no byte can pass from one to the next.
	 * @param parts the remaining bytes of these buffers, which stay as they are
	 * @return the signature
	 */
	public byte[] sign(ByteBuffer... parts) {
		return sign(this.macs.get(0), parts);
	}

	/**
	 * Return whether one of the secrets signed these parts.
	 * @param signature any bytes
	 * @param parts the remaining bytes of these buffers, which stay as they are
	 */
	public boolean verifies(byte[] signature, ByteBuffer... parts) {
		for (Mac mac : this.macs) {
			if (MessageDigest.isEqual(sign(mac, parts), signature)) {
				return true;
			}
		}
		return false;
	}

	private static byte[] sign(Mac prepared, ByteBuffer... parts) {
		Mac mac;
		try {
			// Much cheaper than to prepare another one, and safe for threads.
			mac = (Mac) prepared.clone();
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ALGORITHM + " cannot be computed by several threads", ex);
		}
		for (ByteBuffer part : parts) {
			mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.remaining()).flip());
			mac.update(part.duplicate());
		}
		return mac.doFinal();
	}

}
