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

package io.github.warmcache.source.jdbc.query;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import io.github.warmcache.source.CacheSourceException;
import io.github.warmcache.source.jdbc.SourceNotes;
import io.github.warmcache.source.jdbc.SqlFailures;
import io.github.warmcache.source.jdbc.key.FoundRow;
import io.github.warmcache.source.jdbc.key.KeyColumns;
import io.github.warmcache.source.jdbc.key.KeyLookup;
import org.jspecify.annotations.Nullable;

/**
 * Looks some keys that all rows brought up again, by the query that a miss runs, and says
 * what does not come back. Finds out whether the database takes different keys for the
 * same. Thread-safe.
 */
final class KeyCheck {

	private final CancellableReads reads;

	private final KeyLookup lookup;

	private final SourceNotes notes;

	private final KeyColumns keyColumns;

	private volatile @Nullable Boolean exact;

	private volatile boolean deceived;

	KeyCheck(CancellableReads reads, KeyLookup lookup, SourceNotes notes, KeyColumns keyColumns) {
		this.reads = reads;
		this.lookup = lookup;
		this.notes = notes;
		this.keyColumns = keyColumns;
	}

	/**
	 * Whether the database finds a row by its own key only. Reads some rows and looks
	 * their keys up, where no rows were read yet.
	 * @param rows reads them, or {@code null} if the source lists none
	 */
	boolean isExact(@Nullable RowStream rows) {
		if (this.deceived || !this.keyColumns.canBeExact()) {
			return false;
		}
		if (this.exact == null && rows != null) {
			readSome(rows);
		}
		// Nothing is known of texts that no row has.
		return (this.exact != null) ? this.exact : rows != null || this.lookup.isExact();
	}

	/**
	 * Know that a row was found by a key that is not its own.
	 */
	void deceived() {
		if (!this.deceived) {
			this.deceived = true;
			sayInexact();
		}
	}

	private void readSome(RowStream rows) {
		KeySample sample = KeySample.ofFirst();
		try {
			this.reads.read(sample, SqlFailures::withoutKeys, (connection, cancellation) -> {
				rows.readAll(connection, sample, cancellation);
				return null;
			});
		}
		catch (CancellationException ex) {
			// As many as were wanted.
		}
		runUnlessDone(sample);
	}

	/**
	 * Look keys up, unless that was done before.
	 * @param sample keys of rows
	 */
	void runUnlessDone(KeySample sample) {
		if (this.exact != null || sample.keys().isEmpty()) {
			return;
		}
		try {
			this.reads.session().execute((connection) -> lookUpAgain(connection, sample.keys()));
			this.exact = findExact(sample.keys());
		}
		catch (SQLException ex) {
			this.notes.warn("a key of a row cannot be looked up again: " + SqlFailures.describe(ex)
					+ ". Compare the type of the " + this.keyColumns.describe() + " with the keys, which are of type "
					+ this.keyColumns.type().getName());
			this.exact = true;
		}
	}

	private @Nullable Void lookUpAgain(Connection connection, List<Object> keys) throws SQLException {
		try {
			Map<Object, Object> found = new HashMap<>();
			this.lookup.many(connection, keys, found);
			long lost = keys.stream().filter((key) -> !found.containsKey(key)).count();
			FoundRow first = this.lookup.one(connection, keys.get(0), null);
			if (lost == 0 && first == null) {
				lost = 1;
			}
			if (lost > 0) {
				this.notes
					.warn(lost + " of " + keys.size() + " keys of rows are not found again by the query for keys, so "
							+ "what is warmed by them is not what a miss or an eviction means. Compare the type of the "
							+ this.keyColumns.describe() + " with the keys, which are of type "
							+ this.keyColumns.type().getName() + ", and how it writes them");
			}
		}
		catch (CacheSourceException ex) {
			this.notes.warn("a key of a row cannot be looked up again: " + ex.getMessage());
		}
		return null;
	}

	private boolean findExact(List<Object> keys) throws SQLException {
		if (!this.keyColumns.canBeExact()) {
			return false;
		}
		try {
			if (!Boolean.FALSE.equals(this.reads.session().execute((connection) -> isExact(connection, keys)))) {
				return true;
			}
		}
		catch (CacheSourceException ex) {
			// It was told when the key itself was looked up.
			return true;
		}
		catch (SQLException ex) {
			if (!SqlFailures.isAboutData(ex)) {
				throw ex;
			}
			// The other key is none at all, such as the name of no constant.
			return true;
		}
		sayInexact();
		return false;
	}

	private void sayInexact() {
		this.notes.warn("the database takes different keys for the same in the " + this.keyColumns.describe()
				+ ", such as texts in upper and lower case or with blanks at their end, or numbers and times in another "
				+ "form. A value is kept under the key that its row has and no other, and the cache cannot be complete");
	}

	private boolean isExact(Connection connection, List<Object> keys) throws SQLException {
		if (!this.lookup.isExact()) {
			return false;
		}
		Object lettered = keys.stream().filter(this.keyColumns::hasLetters).findFirst().orElse(keys.get(0));
		for (Object variant : this.keyColumns.variants(lettered)) {
			if (isSame(connection, lettered, variant)) {
				return false;
			}
		}
		return true;
	}

	private boolean isSame(Connection connection, Object key, Object variant) throws SQLException {
		FoundRow other = this.lookup.one(connection, variant, null);
		if (other == null) {
			return false;
		}
		FoundRow own = this.lookup.one(connection, key, null);
		// A query that does not select the key only tells by its values.
		return !other.ofKey() || (own != null && Objects.equals(own.value(), other.value()));
	}

}
