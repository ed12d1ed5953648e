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

package io.github.warmcache.redis.watch;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;

import io.github.warmcache.redis.watch.ReplicationFigures.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReplicationFigures}.
 */
class ReplicationFiguresTests {

	private static final long UNKNOWN = ReplicationFigures.UNKNOWN;

	@Test
	void theSlowestReplicaCounts() throws IOException {
		assertThat(figures("""
				role:master
				connected_slaves:2
				slave0:ip=10.0.0.2,port=6379,state=online,offset=950,lag=0
				slave1:ip=10.0.0.3,port=6379,state=online,offset=700,lag=4,io-thread=0
				master_repl_offset:1000
				repl_backlog_size:1048576
				""")).isEqualTo(new ReplicationFigures(Role.MASTER, 2, 300, 4, 1_048_576, UNKNOWN));
	}

	@Test
	void aReplicaThatIsBeingCopiedToIsNone() throws IOException {
		assertThat(figures("""
				role:master
				connected_slaves:1
				slave0:ip=10.0.0.2,port=6379,state=wait_bgsave,offset=0,lag=0
				master_repl_offset:1000
				repl_backlog_size:1048576
				""")).isEqualTo(new ReplicationFigures(Role.MASTER, 0, UNKNOWN, UNKNOWN, 1_048_576, UNKNOWN));
	}

	@Test
	void replicasWithoutLinesAreCounted() throws IOException {
		assertThat(figures("role:master\nconnected_slaves:3\n"))
			.isEqualTo(new ReplicationFigures(Role.MASTER, 3, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN));
	}

	@Test
	void aReplicaThatIsAheadOfTheFigureOfItsMasterLacksNothing() throws IOException {
		assertThat(figures("""
				role:master
				connected_slaves:1
				slave0:state=online,offset=1010,lag=0
				master_repl_offset:1000
				""").pending()).isZero();
	}

	@Test
	void aReplicaTellsOfItsLink() throws IOException {
		assertThat(figures("role:slave\nmaster_link_status:up\nconnected_slaves:1\n"))
			.isEqualTo(new ReplicationFigures(Role.REPLICA, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1));
		assertThat(figures("role:slave\nmaster_link_status:down\n").linked()).isZero();
	}

	@Test
	void withoutARoleNothingIsKnown() throws IOException {
		assertThat(figures("connected_slaves:1\n").role()).isEqualTo(Role.UNKNOWN);
		assertThat(figures("role:sentinel\n").replicas()).isEqualTo(UNKNOWN);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "MASTER", "MASTER,1,2,3,4", "OTHER,1,2,3,4,5" })
	void whatIsNoReplicationIsNotRead(String text) {
		assertThat(ReplicationFigures.read(text)).isNull();
	}

	private static ReplicationFigures figures(String info) throws IOException {
		Properties properties = new Properties();
		properties.load(new StringReader(info));
		return ReplicationFigures.of(properties);
	}

}
