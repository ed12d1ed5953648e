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

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.zaxxer.hikari.HikariDataSource;

/**
 * Fills a cache from a table again and again, each time as if for the first time.
 */
final class PostgresChild {

	private static final double MEBIBYTE = 1 << 20;

	private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans()
		.stream()
		.filter((pool) -> pool.getType() == MemoryType.HEAP)
		.map((pool) -> pool.getName())
		.collect(Collectors.toSet());

	private PostgresChild() {
	}

	public static void main(String[] args) throws Exception {
		PostgresWarmup warmup = PostgresWarmup.valueOf(args[0]);
		int rows = Integer.parseInt(args[1]);
		int warmups = Integer.parseInt(args[2]);
		int measured = Integer.parseInt(args[3]);
		AtomicLong peak = new AtomicLong();
		watchHeap(peak);
		long[] nanos = new long[warmups + measured];
		try (HikariDataSource dataSource = new HikariDataSource();
				PostgresFill fill = fill(warmup, dataSource, rows, Integer.parseInt(args[7]))) {
			dataSource.setJdbcUrl(args[4]);
			dataSource.setUsername(args[5]);
			dataSource.setPassword(args[6]);
			try (Connection connection = dataSource.getConnection()) {
				connection.isValid(1);
			}
			for (int i = 0; i < nanos.length; i++) {
				// What the one before left is none of its work.
				System.gc();
				nanos[i] = fill.fill();
			}
		}
		if (warmups == 0) {
			ChildJvm.report(warmup.row(rows) + ", peak heap", warmup.subject(), peak.get() / MEBIBYTE, "MiB");
			return;
		}
		if (rows == PostgresSuite.CITIES) {
			ChildJvm.report(warmup.row(rows) + ", first in a JVM", warmup.subject(), rate(rows, nanos[0]), "rows/s");
		}
		long[] last = Arrays.copyOfRange(nanos, warmups, nanos.length);
		Arrays.sort(last);
		ChildJvm.report(warmup.row(rows), warmup.subject(), rate(rows, last[last.length / 2]), "rows/s");
		System.exit(0);
	}

	private static PostgresFill fill(PostgresWarmup warmup, HikariDataSource dataSource, int rows, int redisPort) {
		String table = PostgresSuite.table(rows);
		return switch (warmup) {
			case WARMCACHE -> new WarmcacheFill(dataSource, table, rows, null);
			case WARMCACHE_AND_REDIS -> new WarmcacheFill(dataSource, table, rows, redisPort);
			case CURSOR_LOOP -> new CursorLoop(dataSource, table, rows);
			case CURSOR_LOOP_AND_REDIS -> new PipelinedCursorLoop(dataSource, table, rows, redisPort);
			case ROW_MAPPER -> new SpringJdbcFill(dataSource, table, rows, SpringJdbcFill.Way.ROW_MAPPER);
			case JDBC_CLIENT -> new SpringJdbcFill(dataSource, table, rows, SpringJdbcFill.Way.JDBC_CLIENT);
			case COPY -> new CopyOut(dataSource, table);
		};
	}

	private static double rate(int rows, long nanos) {
		return rows * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
	}

	/**
	 * Note the most that was in use after any collection.
	 */
	private static void watchHeap(AtomicLong peak) {
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			((NotificationEmitter) collector).addNotificationListener((notification, handback) -> {
				if (notification.getUserData() instanceof CompositeData data) {
					long used = GarbageCollectionNotificationInfo.from(data)
						.getGcInfo()
						.getMemoryUsageAfterGc()
						.entrySet()
						.stream()
						.filter((pool) -> HEAP_POOLS.contains(pool.getKey()))
						.map((pool) -> pool.getValue())
						.mapToLong(MemoryUsage::getUsed)
						.sum();
					peak.accumulateAndGet(used, Math::max);
				}
			}, null, null);
		}
	}

}
