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

package io.github.warmcache.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import io.github.warmcache.testsupport.Servers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what the manifests say against what the application does with the
 * configuration that they give it.
 */
@Tag("servers")
class KubernetesManifestsTests {

	/** For the JVM and the context, before the warm-up begins. */
	private static final Duration START = Duration.ofSeconds(60);

	/** For what closes after the web server, such as caches and connections. */
	private static final Duration CLOSE = Duration.ofSeconds(5);

	private static final Path FOLDER = Path.of("k8s");

	private static final Path BASE = FOLDER.resolve("base");

	private static final Path CANARY = FOLDER.resolve("canary");

	private static final Manifest DEPLOYMENT = Manifest.read(BASE.resolve("deployment.yaml"));

	private static final Manifest CONTAINER = DEPLOYMENT.at("spec", "template", "spec", "containers", 0);

	private static final Map<String, String> POD_LABELS = DEPLOYMENT.at("spec", "template", "metadata", "labels").map();

	/** By which Redis can be reached on this machine. */
	private static final String HERE = "localhost";

	@TempDir
	private static Path directory;

	private static ManifestRedis redis;

	private static AtlasPod pod;

	@BeforeAll
	static void startWithTheConfigurationOfTheManifests() throws IOException {
		redis = new ManifestRedis(Files.createDirectory(directory.resolve("redis-pod")), "redis", HERE);
		pod = AtlasPod.start(List.of(Servers.postgres().newDatabase()), Stream.concat(redis.properties(HERE).stream(),
				Stream.of("spring.profiles.active=" + env("SPRING_PROFILES_ACTIVE"),
						"spring.config.additional-location=file:" + BASE.toAbsolutePath() + "/",
						"warmcache.snapshots.directory=" + directory.resolve("snapshots"), "management.server.port=0"))
			.toArray(String[]::new));
	}

	@AfterAll
	static void close() {
		if (pod != null) {
			pod.close();
		}
		if (redis != null) {
			redis.close();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "startupProbe", "readinessProbe", "livenessProbe" })
	void aProbeAsksAnEndpointThatAnswersAtThePortOfTheApplication(String probe) {
		assertThat(pod.client().get(CONTAINER.at(probe, "httpGet", "path").text()).status()).isEqualTo(200);
		Manifest port = CONTAINER.at("ports", 0);
		assertThat(CONTAINER.at(probe, "httpGet", "port").text()).isEqualTo(port.at("name").text());
		assertThat(CONTAINER.at(probe, "timeoutSeconds").number())
			.isLessThanOrEqualTo(CONTAINER.at(probe, "periodSeconds").number());
	}

	@Test
	void thePortsAreThoseThatTheApplicationListensTo() {
		Manifest configuration = read("application-kubernetes.yml");
		// The pod of this test listens elsewhere by its command line alone.
		assertThat(Stream.of(Path.of("src/main/resources/application.yml"), BASE.resolve("application-kubernetes.yml"))
			.map(Manifest::read)
			.map((file) -> ((Map<?, ?>) file.value()).get("server"))
			.map(String::valueOf)).noneMatch((server) -> server.contains("port"));
		assertThat(CONTAINER.at("ports", 0, "containerPort").number()).isEqualTo(8080);
		assertThat(CONTAINER.at("ports", 1, "containerPort").number())
			.isEqualTo(configuration.at("management", "server", "port").number());
	}

	@Test
	void theServiceHasThePortOfTheTrafficAlone() {
		assertThat(read("service.yaml").at("spec", "ports").items()).singleElement()
			.satisfies((port) -> assertThat(port.at("targetPort").text())
				.isEqualTo(CONTAINER.at("ports", 0, "name").text()));
	}

	@Test
	void theEndpointsAreAtThePortOfTheirOwnAndChangeNothing() {
		for (String endpoint : List.of("/health", "/health/readiness", "/prometheus", "/cachewarmup",
				"/cacheconsole")) {
			assertThat(pod.client().get("/actuator" + endpoint).status()).as(endpoint).isEqualTo(404);
			assertThat(pod.operations().get("/actuator" + endpoint).status()).as(endpoint).isEqualTo(200);
		}
		assertThat(pod.operations().get("/actuator/caches").status()).isEqualTo(404);
		assertThat(pod.operations().post("/actuator/cachewarmup/cities", "{\"operation\": \"evict\"}").status())
			.isGreaterThanOrEqualTo(400);
	}

	@Test
	void nobodyIsLedToAConsoleThatIsElsewhere() {
		assertThat(pod.client().get("/").status()).isEqualTo(404);
	}

	@Test
	void thePodMonitorAsksThePortOfTheEndpoints() {
		Manifest monitored = Manifest.read(Path.of("../monitoring/kubernetes/base/pod-monitor.yaml"))
			.at("spec", "podMetricsEndpoints", 0);
		assertThat(monitored.at("port").text()).isEqualTo(CONTAINER.at("ports", 1, "name").text());
		assertThat(pod.operations().get(monitored.at("path").text()).text()).contains("warmcache_warmup_ready");
	}

	@Test
	void startupIsAskedOfLivenessAndTrafficOfReadiness() {
		assertThat(CONTAINER.at("startupProbe", "httpGet", "path").text()).isEqualTo("/livez");
		assertThat(CONTAINER.at("livenessProbe", "httpGet", "path").text()).isEqualTo("/livez");
		assertThat(CONTAINER.at("readinessProbe", "httpGet", "path").text()).isEqualTo("/readyz");
	}

	@Test
	void readinessAtThePortOfTheTrafficWaitsForWarmCachesAndShowsNoDetails() {
		HealthEndpointGroup group = pod.context()
			.getBean(HealthEndpointGroups.class)
			.get(AdditionalHealthEndpointPath.from("server:/readyz"));
		assertThat(group).isNotNull();
		assertThat(group.isMember("cacheWarmup")).isTrue();
		assertThat(pod.client().get("/readyz").text()).isEqualTo("{\"status\":\"UP\"}");
	}

	@Test
	void theStartupProbeGrantsWhatTheWarmUpMayTake() {
		WarmcacheProperties.Warmup warmup = warmcache().warmup();
		assertThat(warmup.mode()).isEqualTo(WarmcacheProperties.Mode.BLOCKING);
		assertThat(warmup.rehearsal().requests()).isNotEmpty();
		Duration budget = START.plus(warmup.deadline()).plus(warmup.rehearsal().deadline());
		Manifest probe = CONTAINER.at("startupProbe");
		assertThat(
				Duration.ofSeconds((long) probe.at("periodSeconds").number() * probe.at("failureThreshold").number()))
			.isBetween(budget, budget.plusSeconds(60));
		assertThat(Duration.ofSeconds(DEPLOYMENT.at("spec", "progressDeadlineSeconds").number()))
			.isGreaterThanOrEqualTo(budget.multipliedBy(2));
	}

	@Test
	void aPodThatLeavesIsGrantedThePauseBeforeTheSignalAndTheShutdown() {
		Environment environment = pod.context().getEnvironment();
		assertThat(environment.getProperty("server.shutdown")).isEqualTo("graceful");
		Duration shutdown = DurationStyle.SIMPLE
			.parse(environment.getRequiredProperty("spring.lifecycle.timeout-per-shutdown-phase"));
		Duration pause = Duration.ofSeconds(CONTAINER.at("lifecycle", "preStop", "sleep", "seconds").number());
		Manifest readiness = CONTAINER.at("readinessProbe");
		assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(2L * readiness.at("periodSeconds").number()));
		assertThat(
				Duration.ofSeconds(DEPLOYMENT.at("spec", "template", "spec", "terminationGracePeriodSeconds").number()))
			.isGreaterThanOrEqualTo(pause.plus(shutdown).plus(CLOSE));
	}

	@Test
	void aRolloutNeverHasLessPodsThanWanted() {
		Manifest rolling = DEPLOYMENT.at("spec", "strategy", "rollingUpdate");
		assertThat(rolling.at("maxUnavailable").number()).isZero();
		assertThat(rolling.at("maxSurge").number()).isPositive();
		assertThat(DEPLOYMENT.at("spec", "minReadySeconds").number()).isPositive();
		assertThat(((Map<?, ?>) DEPLOYMENT.at("spec").value()).containsKey("replicas")).isFalse();
	}

	@Test
	void selectorsFindThePods() {
		assertThat(POD_LABELS).containsAllEntriesOf(DEPLOYMENT.at("spec", "selector", "matchLabels").map())
			.containsAllEntriesOf(read("service.yaml").at("spec", "selector").map())
			.containsAllEntriesOf(read("pod-disruption-budget.yaml").at("spec", "selector", "matchLabels").map())
			.containsAllEntriesOf(DEPLOYMENT
				.at("spec", "template", "spec", "topologySpreadConstraints", 0, "labelSelector", "matchLabels")
				.map());
		Manifest target = read("horizontal-pod-autoscaler.yaml").at("spec", "scaleTargetRef");
		assertThat(target.at("kind").text()).isEqualTo(DEPLOYMENT.at("kind").text());
		assertThat(target.at("name").text()).isEqualTo(DEPLOYMENT.at("metadata", "name").text());
		assertThat(target.at("apiVersion").text()).isEqualTo(DEPLOYMENT.at("apiVersion").text());
	}

	@ParameterizedTest
	@ValueSource(strings = { "base", "canary", "canary-pods", "redis" })
	void aKustomizationListsExactlyTheFilesBesideIt(String folder) throws IOException {
		Path directory = FOLDER.resolve(folder);
		Manifest kustomization = Manifest.read(directory.resolve("kustomization.yaml"));
		Stream<String> resources = kustomization.at("resources").items().stream().map(Manifest::text);
		Stream<String> configuration = (folder.equals("base") || folder.equals("redis"))
				? kustomization.at("configMapGenerator", 0, "files").items().stream().map(Manifest::text)
				: Stream.empty();
		List<String> listed = Stream.concat(resources, configuration).toList();
		assertThat(listed).allSatisfy((name) -> assertThat(directory.resolve(name)).exists());
		try (Stream<Path> files = Files.list(directory)) {
			assertThat(listed.stream().filter((name) -> !name.startsWith("..")))
				.containsExactlyInAnyOrderElementsOf(files.map((file) -> file.getFileName().toString())
					.filter((name) -> !name.equals("kustomization.yaml"))
					.toList());
		}
	}

	@Test
	void theConfigurationIsMountedWhereTheApplicationLooksForIt() {
		Manifest generator = Manifest.read(BASE.resolve("kustomization.yaml")).at("configMapGenerator", 0);
		assertThat(volume("config").at("configMap", "name").text()).isEqualTo(generator.at("name").text());
		assertThat(env("SPRING_CONFIG_ADDITIONAL_LOCATION")).isEqualTo("file:" + mountPath("config") + "/");
		assertThat(generator.at("files", 0).text()).isEqualTo("application-" + env("SPRING_PROFILES_ACTIVE") + ".yml");
	}

	@Test
	void snapshotsOutliveTheContainer() {
		String directory = read("application-kubernetes.yml").at("warmcache", "snapshots", "directory").text();
		assertThat(Path.of(directory)).startsWithRaw(Path.of(mountPath("snapshots")));
		assertThat(volume("snapshots").map()).containsKey("emptyDir");
	}

	@Test
	void thePoolsOfAllPodsFitIntoTheDatabase() {
		int pods = read("horizontal-pod-autoscaler.yaml").at("spec", "maxReplicas").number()
				+ DEPLOYMENT.at("spec", "strategy", "rollingUpdate", "maxSurge").number();
		int pool = read("application-kubernetes.yml").at("spring", "datasource", "hikari", "maximum-pool-size")
			.number();
		// PostgreSQL allows 100 connections by default, and keeps three of them.
		assertThat(pods * pool).isBetween(1, 97);
	}

	@Test
	void podsAreSpreadOverNodesAndZones() {
		Manifest constraints = DEPLOYMENT.at("spec", "template", "spec", "topologySpreadConstraints");
		assertThat(constraints.items()).extracting((constraint) -> constraint.at("topologyKey").text())
			.containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
		assertThat(constraints.items()).allSatisfy((constraint) -> assertThat(POD_LABELS)
			.containsAllEntriesOf(constraint.at("labelSelector", "matchLabels").map()));
	}

	@Test
	void theEndpointsAreForTheNamespaceOfPrometheusAndTheTrafficForTheOwnOne() {
		List<Manifest> rules = read("network-policy.yaml").at("spec", "ingress").items();
		assertThat(rules).hasSize(2).allSatisfy((rule) -> {
			assertThat(rule.at("ports").items()).hasSize(1);
			assertThat(rule.at("from").items()).hasSize(1);
		});
		for (int i = 0; i < rules.size(); i++) {
			assertThat(rules.get(i).at("ports", 0, "port").text()).isEqualTo(CONTAINER.at("ports", i, "name").text());
		}
		assertThat(rules.get(0).at("from", 0).map()).containsOnlyKeys("podSelector");
		assertThat(rules.get(1).at("from", 0, "namespaceSelector", "matchLabels").map())
			.containsExactly(Map.entry("kubernetes.io/metadata.name", "monitoring"));
	}

	@Test
	void networkPoliciesFindThePodsAndTheirPorts() {
		Manifest policy = read("network-policy.yaml").at("spec");
		assertThat(POD_LABELS).containsAllEntriesOf(policy.at("podSelector", "matchLabels").map());
		Path redis = FOLDER.resolve("redis");
		Manifest server = Manifest.read(redis.resolve("redis.yaml")).at("spec", "template");
		Map<String, String> labels = server.at("metadata", "labels").map();
		assertThat(labels).containsAllEntriesOf(policy.at("egress", 0, "to", 0, "podSelector", "matchLabels").map());
		Manifest guard = Manifest.read(redis.resolve("network-policy.yaml")).at("spec");
		assertThat(labels).containsAllEntriesOf(guard.at("podSelector", "matchLabels").map());
		assertThat(POD_LABELS)
			.containsAllEntriesOf(guard.at("ingress", 0, "from", 0, "podSelector", "matchLabels").map());
		assertThat(labels)
			.containsAllEntriesOf(Manifest.read(redis.resolve("service.yaml")).at("spec", "selector").map());
		assertThat(server.at("spec", "containers", 0, "ports", 0, "containerPort").number())
			.isEqualTo(policy.at("egress", 0, "ports", 0, "port").number());
	}

	@Test
	void redisIsReachedByTlsUnderTheNameOfItsServiceAlone() throws IOException {
		assertThat(Files.readAllLines(FOLDER.resolve("redis/redis.conf"))).contains("port 0", "tls-port 6379");
		assertThat(redis.cli("PING")).contains("PONG");
		assertThat(redis.answersWithoutTls()).isFalse();
		Manifest settings = read("application-kubernetes.yml").at("spring");
		assertThat(settings.at("data", "redis", "host").text())
			.isEqualTo(Manifest.read(FOLDER.resolve("redis/service.yaml")).at("metadata", "name").text());
		String bundle = settings.at("data", "redis", "ssl", "bundle").text();
		assertThat(settings.at("ssl", "bundle", "pem", bundle, "truststore", "certificate").text())
			.isEqualTo("file:" + mountPath("redis-tls") + "/ca.crt");
	}

	@Test
	void theScriptMakesACertificateForTheServiceAndRenewsItByTheSameAuthority() throws IOException {
		Path target = directory.resolve("certificates");
		ManifestRedis.certificates(target);
		String service = Manifest.read(FOLDER.resolve("redis/service.yaml")).at("metadata", "name").text();
		assertThat(ManifestRedis.isFor(target, service)).isTrue();
		assertThat(ManifestRedis.isFor(target, "elsewhere")).isFalse();
		byte[] authority = Files.readAllBytes(target.resolve("ca.crt"));
		byte[] certificate = Files.readAllBytes(target.resolve("tls.crt"));
		ManifestRedis.certificates(target, service);
		assertThat(target.resolve("ca.crt")).hasBinaryContent(authority);
		assertThat(Files.readAllBytes(target.resolve("tls.crt"))).isNotEqualTo(certificate);
		assertThat(ManifestRedis.isFor(target, service)).isTrue();
	}

	@Test
	void podsGetTheAuthorityAndNotTheKeyOfRedis() {
		Manifest secret = volume("redis-tls").at("secret");
		assertThat(secret.at("items").items()).extracting((item) -> item.at("key").text()).containsExactly("ca.crt");
		Manifest server = Manifest.read(FOLDER.resolve("redis/redis.yaml")).at("spec", "template", "spec");
		Manifest files = named(server.at("volumes"), "tls").at("secret");
		assertThat(files.at("secretName").text()).isEqualTo(secret.at("secretName").text());
		String path = named(server.at("containers", 0, "volumeMounts"), "tls").at("mountPath").text();
		assertThat(Stream.of("tls.crt", "tls.key", "ca.crt").map((file) -> path + "/" + file))
			.allSatisfy((file) -> assertThat(Path.of("k8s/redis/redis.conf")).content().contains(" " + file));
	}

	@Test
	void redisEvictsNothing() throws IOException {
		assertThat(Files.readAllLines(FOLDER.resolve("redis/redis.conf"))).contains("maxmemory-policy noeviction")
			.anyMatch((line) -> line.startsWith("maxmemory "));
	}

	@Test
	void theCanaryGetsItsShareOfTheTraffic() {
		List<Manifest> routes = Manifest.read(CANARY.resolve("virtual-service.yaml"))
			.at("spec", "http", 0, "route")
			.items();
		Manifest rule = Manifest.read(CANARY.resolve("destination-rule.yaml")).at("spec");
		List<Manifest> subsets = rule.at("subsets").items();
		String service = read("service.yaml").at("metadata", "name").text();
		assertThat(rule.at("host").text()).isEqualTo(service);
		assertThat(routes).allSatisfy((route) -> {
			assertThat(route.at("destination", "host").text()).isEqualTo(service);
			assertThat(subsets).extracting((subset) -> subset.at("name").text())
				.contains(route.at("destination", "subset").text());
		});
		assertThat(routes.stream().mapToInt((route) -> route.at("weight").number()).sum()).isEqualTo(100);
		assertThat(POD_LABELS).containsAllEntriesOf(subsets.get(0).at("labels").map());
		Manifest canary = Manifest.read(FOLDER.resolve("canary-pods/kustomization.yaml")).at("labels", 0);
		assertThat(canary.at("pairs").map()).isEqualTo(subsets.get(1).at("labels").map());
		assertThat(canary.at("includeSelectors").text()).isEqualTo("true");
	}

	private static WarmcacheProperties warmcache() {
		return pod.context().getBean(WarmcacheProperties.class);
	}

	private static Manifest read(String file) {
		return Manifest.read(BASE.resolve(file));
	}

	private static String env(String name) {
		return named(CONTAINER.at("env"), name).at("value").text();
	}

	private static String mountPath(String volume) {
		return named(CONTAINER.at("volumeMounts"), volume).at("mountPath").text();
	}

	private static Manifest volume(String name) {
		return named(DEPLOYMENT.at("spec", "template", "spec", "volumes"), name);
	}

	private static Manifest named(Manifest list, String name) {
		return list.items()
			.stream()
			.filter((item) -> item.at("name").text().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + name + " at " + list.name()));
	}

}
