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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Target}.
 */
class TargetTests {

	private final Figures figures = new Figures();

	@Test
	void holdsMediansAgainstEachOther() {
		measured("Warmcache", 60, 70, 500);
		measured("Spring", 100, 100, 100);
		assertThat(judge(Target.atMost("hit", "Warmcache", 0.7, "Spring"), Effort.WHOLE)).isTrue();
		assertThat(judge(Target.atMost("hit", "Warmcache", 0.69, "Spring"), Effort.WHOLE)).isFalse();
		assertThat(judge(Target.atLeast("hit", "Warmcache", 0.7, "Spring"), Effort.WHOLE)).isTrue();
		assertThat(judge(Target.atLeast("hit", "Warmcache", 0.71, "Spring"), Effort.WHOLE)).isFalse();
	}

	@Test
	void givesRatiosOfShortRunsSlack() {
		measured("Warmcache", 100);
		measured("Spring", 100);
		assertThat(judge(Target.atMost("hit", "Warmcache", 0.7, "Spring"), Effort.SHORT)).isTrue();
		assertThat(judge(Target.atMost("hit", "Warmcache", 0.6, "Spring"), Effort.SHORT)).isFalse();
		assertThat(judge(Target.atLeast("hit", "Warmcache", 1.4, "Spring"), Effort.SHORT)).isTrue();
		assertThat(judge(Target.atLeast("hit", "Warmcache", 1.6, "Spring"), Effort.SHORT)).isFalse();
	}

	@Test
	void givesAbsoluteValuesNone() {
		measured("Warmcache", 0.001);
		measured("Spring", 24);
		assertThat(judge(Target.exactly("hit", "Warmcache", 0), Effort.SHORT)).isTrue();
		assertThat(judge(Target.exactly("hit", "Spring", 0), Effort.SHORT)).isFalse();
		assertThat(judge(Target.exactly("hit", "Spring", 23), Effort.SHORT)).isFalse();
		assertThat(judge(Target.noMoreThan("hit", "Spring", 24), Effort.SHORT)).isTrue();
		assertThat(judge(Target.noMoreThan("hit", "Spring", 23), Effort.SHORT)).isFalse();
	}

	@Test
	void isNotMetByWhatWasNotMeasured() {
		measured("Warmcache", 1);
		assertThat(judge(Target.atMost("hit", "Warmcache", 5, "Spring"), Effort.WHOLE)).isFalse();
		assertThat(judge(Target.atLeast("miss", "Warmcache", 5, "Spring"), Effort.WHOLE)).isFalse();
		assertThat(judge(Target.noMoreThan("hit", "Spring", 5), Effort.WHOLE)).isFalse();
	}

	@Test
	void saysWhatWasMeasuredAndWhatIsAskedFor() {
		measured("Warmcache", 50);
		measured("Spring", 100);
		assertThat(Target.atMost("hit", "Warmcache", 0.4, "Spring").judge(this.figures, Effort.WHOLE).line())
			.isEqualTo("MISSED  hit: Warmcache is 0.50 x Spring, at most 0.40");
	}

	@Test
	void isJudgedInShortRunsWhereItSaysSo() {
		Target target = Target.noMoreThan("hit", "Warmcache", 5);
		assertThat(target.isJudged(Effort.WHOLE)).isTrue();
		assertThat(target.isJudged(Effort.SHORT)).isFalse();
		assertThat(target.inShort().isJudged(Effort.SHORT)).isTrue();
	}

	private boolean judge(Target target, Effort effort) {
		return target.judge(this.figures, effort).met();
	}

	private void measured(String subject, double... values) {
		for (double value : values) {
			this.figures.add("hit", subject, value, "ns");
		}
	}

}
