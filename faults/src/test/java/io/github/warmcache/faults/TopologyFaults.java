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

import java.util.List;

import io.github.warmcache.faults.Fault.Limits;
import io.github.warmcache.faults.Fault.Load;
import io.github.warmcache.faults.Stage.Window;
import io.github.warmcache.testsupport.OwnRedisServer;

/**
 * What happens to a Redis of several servers.
 */
final class TopologyFaults {

	private final double seconds;

	TopologyFaults(double seconds) {
		this.seconds = seconds;
	}

	List<Fault> sentinel() {
		return List.of(new Fault("sentinel: no fault", Load.HEAVY, Limits.NONE, (stage) -> stage.hold(this.seconds)),
				new Fault("sentinel: failover by hand", Load.HEAVY, Limits.NONE, this::failOver),
				new Fault("sentinel: master killed", Load.HEAVY, Limits.NONE, this::killMaster),
				new Fault("sentinel: master frozen", Load.HEAVY, Limits.NONE, this::freezeMaster));
	}

	List<Fault> managed() {
		return List.of(new Fault("managed: no fault", Load.HEAVY, Limits.NONE, (stage) -> stage.hold(this.seconds)),
				new Fault("managed: primary becomes a replica", Load.HEAVY, Limits.NONE, this::switchOver),
				new Fault("managed: primary refuses changes", Load.HEAVY, Limits.NONE, this::refuseChanges),
				new Fault("managed: password changed", Load.HEAVY, Limits.NONE, this::changePassword));
	}

	List<Fault> cluster() {
		return List.of(new Fault("cluster: no fault", Load.HEAVY, Limits.NONE, (stage) -> stage.hold(this.seconds)),
				new Fault("cluster: a master killed", Load.HEAVY, Limits.NONE, this::killOne),
				new Fault("cluster: a master frozen", Load.HEAVY, Limits.NONE, this::freezeOne),
				new Fault("cluster: all masters killed", Load.HEAVY, Limits.NONE, this::killAll));
	}

	private void failOver(Stage stage) {
		SentinelTopology sentinel = (SentinelTopology) stage.fleet().topology();
		OwnRedisServer former = sentinel.master();
		Window window = stage.redisFails(true);
		sentinel.failOver();
		sentinel.awaitFailover(former);
		window.heals();
		stage.hold(this.seconds);
		sentinel.awaitReplica();
	}

	private void killMaster(Stage stage) {
		SentinelTopology sentinel = (SentinelTopology) stage.fleet().topology();
		sentinel.awaitReplica();
		OwnRedisServer former = sentinel.master();
		Window window = stage.redisFails(true);
		former.kill();
		sentinel.awaitFailover(former);
		window.heals();
		stage.hold(this.seconds);
		former.start();
		sentinel.awaitReplica();
	}

	private void freezeMaster(Stage stage) {
		SentinelTopology sentinel = (SentinelTopology) stage.fleet().topology();
		sentinel.awaitReplica();
		OwnRedisServer former = sentinel.master();
		Window window = stage.redisFails(true);
		former.pause();
		sentinel.awaitFailover(former);
		stage.hold(this.seconds);
		// What it was told before is what it believes until the sentinels tell it more.
		former.resume();
		sentinel.awaitReplica();
		window.heals();
	}

	/**
	 * Connections stay, so that each pod has to find out that its server is not the
	 * primary any more. No change gets lost by it.
	 */
	private void switchOver(Stage stage) {
		ManagedTopology managed = (ManagedTopology) stage.fleet().topology();
		for (int i = 0; i < 2; i++) {
			managed.awaitReplica();
			Window window = stage.redisFails(false);
			managed.switchOver();
			window.heals();
			stage.detectWithin(RedisFaults.detection());
			stage.hold(RedisFaults.detection().toSeconds() + this.seconds);
		}
	}

	private void refuseChanges(Stage stage) {
		ManagedTopology managed = (ManagedTopology) stage.fleet().topology();
		Window window = stage.redisFails(false);
		managed.refuseChanges(true);
		stage.hold(this.seconds);
		managed.refuseChanges(false);
		window.heals();
	}

	private void changePassword(Stage stage) {
		ManagedTopology managed = (ManagedTopology) stage.fleet().topology();
		for (int i = 0; i < 2; i++) {
			Window window = stage.redisFails(false);
			managed.changePassword();
			window.heals();
			stage.hold(this.seconds);
		}
	}

	private void killOne(Stage stage) {
		ClusterTopology cluster = (ClusterTopology) stage.fleet().topology();
		OwnRedisServer master = cluster.masters().get(stage.random().nextInt(3));
		Window window = stage.redisFails(true);
		master.kill();
		stage.hold(this.seconds);
		master.start();
		cluster.awaitWhole();
		window.heals();
	}

	private void freezeOne(Stage stage) {
		ClusterTopology cluster = (ClusterTopology) stage.fleet().topology();
		OwnRedisServer master = cluster.masters().get(stage.random().nextInt(3));
		Window window = stage.redisFails(false);
		master.pause();
		stage.hold(this.seconds);
		master.resume();
		cluster.awaitWhole();
		window.heals();
	}

	private void killAll(Stage stage) {
		ClusterTopology cluster = (ClusterTopology) stage.fleet().topology();
		Window window = stage.redisFails(true);
		cluster.masters().forEach(OwnRedisServer::kill);
		stage.hold(this.seconds);
		cluster.masters().forEach(OwnRedisServer::start);
		cluster.awaitWhole();
		window.heals();
	}

}
