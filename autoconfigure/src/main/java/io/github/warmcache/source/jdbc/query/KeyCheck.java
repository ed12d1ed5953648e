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
import io.github.warmcache.source.jdbc.key.KeyColumns;
import io.github.warmcache.source.jdbc.key.KeyLookup;
import io.github.warmcache.source.jdbc.key.KeyLookup.FoundRow;
import org.jspecify.annotations.Nullable;

/**
 * Looks up some keys of streamed rows again, with the query that a miss runs, and warns
 * if they are not found. Also finds out whether the database treats different keys as the
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
	 * Return whether the database finds a row only by its own key. If no rows were read
	 * yet, reads some and looks up their keys.
	 * @param rows reads rows, or {@code null} if the source cannot list them
	 */
	boolean isExact(@Nullable RowStream rows) {
		if (this.deceived || !this.keyColumns.canBeExact()) {
			return false;
		}
		if (this.exact == null && rows != null) {
			readSome(rows);
		}
		// Without any row, the collation of texts remains unknown.
		return (this.exact != null) ? this.exact : rows != null || this.lookup.isExact();
	}

	/**
	 * Record that a row was found by a key that is not its own.
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
			// Enough rows were read.
		}
		runUnlessDone(sample);
	}

	/**
	 * Look up keys, unless that was done before.
	 * @param sample the keys
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
							+ "values are warmed under other keys than those of misses and evictions. Compare the type "
							+ "of the " + this.keyColumns.describe() + " with the keys, which are of type "
							+ this.keyColumns.type().getName() + ", and the format of its values");
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
			// Logged already when the key itself was looked up.
			return true;
		}
		catch (SQLException ex) {
			if (!SqlFailures.isAboutData(ex)) {
				throw ex;
			}
			// The database rejects the variant as a key, as it does for the name of an
			// unknown constant.
			return true;
		}
		sayInexact();
		return false;
	}

	private void sayInexact() {
		this.notes.warn("the database treats different keys as the same in the " + this.keyColumns.describe()
				+ ", such as texts that differ in case or trailing blanks, or numbers and times in another form. A "
				+ "value is cached only under the key of its row, and the cache cannot be complete");
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
		// If the query does not select the key, only the values can tell.
		return !other.ofKey() || (own != null && Objects.equals(own.value(), other.value()));
	}

}
