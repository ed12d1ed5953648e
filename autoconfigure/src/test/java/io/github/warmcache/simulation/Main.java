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

package io.github.warmcache.simulation;

final class Main {
	public static void main(String[] a) {
		long first = Long.parseLong(a[0]), n = Long.parseLong(a[1]); int most = Integer.parseInt(a[2]);
		boolean shrink = a.length > 3; new Silence();
		long t = System.nanoTime();
		Simulation s = Simulation.of(first, n, most);
		double sec = (System.nanoTime() - t) / 1e9;
		System.out.printf("%.2f ms CPU a seed%n", ((com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e6 / s.coverage().of("seeds"));
		System.out.println(s.coverage());
		System.out.printf("%d seeds in %.1f s: %.0f/s, %d found%n", s.coverage().of("seeds"), sec, s.coverage().of("seeds") / sec, s.found().size());
		java.util.Map<Object, Integer> by = new java.util.TreeMap<>();
		s.found().forEach(f -> by.merge(f.run().broken(), 1, Integer::sum));
		System.out.println(by);
		java.util.Map<Object, Integer> groups = new java.util.TreeMap<>();
		s.found().forEach(f -> groups.merge((f.run().settings().versioned() ? "versions, " : "no versions, ") + (f.run().settings().mixed() ? "mixed" : f.run().settings().change()) + (f.run().settings().troubles().isEmpty() ? "" : ", trouble"), 1, Integer::sum));
		System.out.println(groups);
		for (Object p : by.keySet()) {
			s.found().stream().filter(f -> f.run().broken() == p).limit(a.length > 4 ? Integer.parseInt(a[4]) : 1).forEach(f -> {
				System.out.println("=== seed " + f.seed() + " " + f.run().failure() + "\n" + f.run().settings());
				if (shrink) {
					Run r = Shrinker.shrink(f.run(), 4000);
					System.out.println(r.settings() + "\n" + String.join("\n", r.story().lines()) + "\n" + r.failure() + "\n" + r.text());
					if (r.broken() == Promise.NO_FAILURE) r.failure().printStackTrace(System.out);
				}
				else if (f.run().broken() == Promise.NO_FAILURE) f.run().failure().printStackTrace(System.out);
			});
		}
		System.exit(0);
	}
}
