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

package io.github.warmcache.faults;

import java.time.Duration;
import java.util.List;

import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Stage.Window;

/**
 * What happens to the network between pods and Redis.
 */
final class NetworkFaults {

	private final double seconds;

	NetworkFaults(double seconds) {
		this.seconds = seconds;
	}

	List<Fault> all() {
		return List.of(new Fault("network: 50 ms late", Load.USUAL, Limits.NONE, (stage) -> delay(stage, 50, false)),
				new Fault("network: 500 ms late", Load.USUAL, Limits.REDIS, (stage) -> delay(stage, 500, true)),
				new Fault("network: connections dropped", Load.HEAVY, Limits.NONE, this::drop),
				new Fault("network: one pod cut off", Load.HEAVY, Limits.NONE, this::refuseOne),
				new Fault("network: black hole", Load.USUAL, Limits.REDIS, this::blackHole),
				new Fault("network: half-open", Load.HEAVY, Limits.NONE, this::halfOpen),
				new Fault("network: half-open subscriptions", Load.HEAVY, Limits.NONE, this::halfOpenSubscriptions),
				new Fault("network: truncated", Load.HEAVY, Limits.NONE, this::truncate),
				new Fault("messages lost", Load.HEAVY, Limits.NONE, this::loseChanges),
				new Fault("messages and heartbeats lost", Load.HEAVY, Limits.NONE, this::loseAll));
	}

	void delay(Stage stage, long millis, boolean tooMuch) {
		Window window = tooMuch ? stage.redisFails(false) : null;
		stage.redis().proxies().forEach((proxy) -> proxy.delay(Duration.ofMillis(millis)));
		stage.hold(this.seconds);
		stage.redis().heal();
		if (window != null) {
			window.heals();
		}
	}

	void drop(Stage stage) {
		for (int i = 0; i < 3; i++) {
			Window window = stage.redisFails(false);
			stage.redis().proxies().forEach(TcpProxy::drop);
			window.heals();
			stage.hold(this.seconds / 3 + 1);
		}
	}

	void refuseOne(Stage stage) {
		PodProcess pod = stage.victim();
		// Its own changes cannot reach the others either.
		Window window = stage.redisFails(false);
		TcpProxy proxy = stage.redis().proxy(pod.number());
		proxy.refuse();
		stage.hold(this.seconds);
		proxy.heal();
		window.heals();
	}

	void blackHole(Stage stage) {
		Window window = stage.redisFails(false);
		stage.redis().proxies().forEach(TcpProxy::blackHole);
		stage.hold(this.seconds);
		stage.redis().heal();
		window.heals();
	}

	void halfOpen(Stage stage) {
		stage.detectWithin(RedisFaults.detection());
		stage.redis().proxies().forEach(TcpProxy::halfOpen);
		stage.hold(RedisFaults.detection().toSeconds() + this.seconds / 2);
	}

	void halfOpenSubscriptions(Stage stage) {
		stage.detectWithin(RedisFaults.detection());
		stage.redis().proxies().forEach(TcpProxy::halfOpenSubscriptions);
		stage.hold(RedisFaults.detection().toSeconds() + this.seconds / 2);
	}

	void truncate(Stage stage) {
		for (int i = 0; i < 3; i++) {
			Window window = stage.redisFails(false);
			stage.redis().proxies().forEach(TcpProxy::truncate);
			stage.hold(0.1);
			window.heals();
			stage.hold(this.seconds / 3 + 1);
		}
	}

	void loseChanges(Stage stage) {
		// Heartbeats come through, so that every loss is noticed by the next one.
		stage.redis().proxies().forEach((proxy) -> proxy.lose(":changes:"));
		stage.hold(this.seconds);
		stage.redis().heal();
	}

	void loseAll(Stage stage) {
		stage.detectWithin(RedisFaults.detection());
		stage.redis().proxies().forEach((proxy) -> proxy.lose(":"));
		stage.hold(this.seconds);
		stage.redis().heal();
	}

}
