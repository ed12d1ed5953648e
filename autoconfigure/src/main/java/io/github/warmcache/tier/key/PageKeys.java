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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.domain.Sort.NullHandling;
import org.springframework.data.domain.Sort.Order;
import org.springframework.util.ClassUtils;

/**
 * Pages and orders of Spring Data as lists of parts that have texts. Leaves out
 * subclasses, which may have more state than they show.
 */
final class PageKeys {

	private static final boolean PRESENT = ClassUtils.isPresent("org.springframework.data.domain.PageRequest",
			PageKeys.class.getClassLoader());

	private PageKeys() {
	}

	/**
	 * Return the parts of a Spring Data key.
	 * @return the parts, or {@code null} if it is not such a key
	 */
	static @Nullable Parts parts(Object key) {
		return PRESENT ? SpringData.parts(key) : null;
	}

	/**
	 * Return whether a tag is that of a Spring Data key.
	 */
	static boolean isTag(String tag) {
		return PRESENT && (tag.equals("so") || tag.equals("pg") || tag.equals("un"));
	}

	/**
	 * Create a key from its parts.
	 * @throws RuntimeException if the parts do not make a key
	 */
	static Object create(String tag, List<@Nullable Object> parts) {
		return SpringData.create(tag, parts);
	}

	/**
	 * Parts of a key.
	 *
	 * @param tag the tag before the text
	 * @param values the parts, which have texts of their own
	 */
	record Parts(String tag, List<?> values) {
	}

	/**
	 * Code that needs Spring Data. Loaded only if that is present.
	 */
	private static final class SpringData {

		private static final String DIRECTIONS = "AD";

		private static final String CASES = "ci";

		private static final String NULLS = "NFL";

		private SpringData() {
		}

		static @Nullable Parts parts(Object key) {
			if (key.getClass() == Sort.class) {
				return orders((Sort) key);
			}
			if (key.getClass() == PageRequest.class) {
				PageRequest page = (PageRequest) key;
				return isPlain(page.getSort())
						? new Parts("pg", List.of(page.getPageNumber(), page.getPageSize(), page.getSort())) : null;
			}
			if (key instanceof Pageable page && page.isUnpaged() && page.equals(Pageable.unpaged(page.getSort()))
					&& Pageable.unpaged(page.getSort()).getClass() == key.getClass()) {
				return isPlain(page.getSort()) ? new Parts("un", List.of(page.getSort())) : null;
			}
			return null;
		}

		private static boolean isPlain(Sort sort) {
			return sort.getClass() == Sort.class;
		}

		private static @Nullable Parts orders(Sort sort) {
			List<String> orders = new ArrayList<>();
			for (Order order : sort) {
				if (order.getClass() != Order.class) {
					return null;
				}
				orders.add("" + DIRECTIONS.charAt(order.getDirection().ordinal())
						+ CASES.charAt(order.isIgnoreCase() ? 1 : 0) + NULLS.charAt(order.getNullHandling().ordinal())
						+ order.getProperty());
			}
			return new Parts("so", orders);
		}

		static Object create(String tag, List<@Nullable Object> parts) {
			return switch (tag) {
				case "so" -> sort(parts);
				case "pg" -> PageRequest.of((Integer) part(parts, 0), (Integer) part(parts, 1), (Sort) part(parts, 2));
				default -> Pageable.unpaged((Sort) part(parts, 0));
			};
		}

		private static Sort sort(List<@Nullable Object> parts) {
			List<Order> orders = new ArrayList<>();
			for (int i = 0; i < parts.size(); i++) {
				String text = (String) part(parts, i);
				orders.add(new Order(Direction.values()[DIRECTIONS.indexOf(text.charAt(0))], text.substring(3),
						CASES.indexOf(text.charAt(1)) == 1, NullHandling.values()[NULLS.indexOf(text.charAt(2))]));
			}
			return Sort.by(orders);
		}

		private static Object part(List<@Nullable Object> parts, int index) {
			Object part = parts.get(index);
			if (part == null) {
				throw new IllegalArgumentException("No part");
			}
			return part;
		}

	}

}
