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

final class PlantMain {
	public static void main(String[] a) throws Exception {
		new Silence();
		long first = Long.parseLong(a[0]);
		int most = Integer.parseInt(a[1]);
		for (PlantedFault f : PlantedFault.values()) {
			if (a.length > 2 && !f.name().matches(a[2])) continue;
			long t = System.nanoTime();
			Simulation s;
			AutoCloseable p = null;
			try {
				p = f.plant();
				s = Simulation.of(first, most, 3);
			}
			catch (Throwable ex) { System.out.println(f + " " + ex); continue; }
			finally { if (p != null) p.close(); }
			System.out.printf("%-45s %s after %d seeds, %.1f s %s%n", f, s.found().isEmpty() ? "NOT FOUND" : "found", s.coverage().of("seeds"), (System.nanoTime() - t) / 1e9, s.found().stream().map(x -> x.seed() - first + ":" + x.run().broken()).toList());
		}
		System.exit(0);
	}
}
