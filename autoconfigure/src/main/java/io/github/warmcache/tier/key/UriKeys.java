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

package io.github.warmcache.tier.key;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Texts of {@link URI}s. They are equal regardless of the case of the scheme, the host
 * and the digits of escaped octets.
 */
final class UriKeys {

	private static final Pattern ESCAPED = Pattern.compile("%[0-9a-fA-F]{2}");

	private UriKeys() {
	}

	/**
	 * Return the text of a URI.
	 * @return the text, or {@code null} if the text read back would not equal the URI
	 */
	static @Nullable String write(URI uri) {
		StringBuilder text = new StringBuilder();
		if (uri.getScheme() != null) {
			text.append(uri.getScheme().toLowerCase(Locale.ROOT)).append(':');
		}
		if (uri.isOpaque()) {
			text.append(escaped(uri.getRawSchemeSpecificPart()));
		}
		else {
			appendHierarchy(text, uri);
		}
		if (uri.getRawFragment() != null) {
			text.append('#').append(escaped(uri.getRawFragment()));
		}
		try {
			return URI.create(text.toString()).equals(uri) ? text.toString() : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static void appendHierarchy(StringBuilder text, URI uri) {
		if (uri.getHost() != null) {
			text.append("//");
			if (uri.getRawUserInfo() != null) {
				text.append(escaped(uri.getRawUserInfo())).append('@');
			}
			text.append(uri.getHost().toLowerCase(Locale.ROOT));
			if (uri.getPort() != -1) {
				text.append(':').append(uri.getPort());
			}
		}
		else if (uri.getRawAuthority() != null) {
			text.append("//").append(escaped(uri.getRawAuthority()));
		}
		text.append(escaped(uri.getRawPath()));
		if (uri.getRawQuery() != null) {
			text.append('?').append(escaped(uri.getRawQuery()));
		}
	}

	private static String escaped(String part) {
		return (part.indexOf('%') < 0) ? part
				: ESCAPED.matcher(part).replaceAll((octet) -> octet.group().toUpperCase(Locale.ROOT));
	}

}
