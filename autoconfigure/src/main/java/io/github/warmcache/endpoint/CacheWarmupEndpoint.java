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

package io.github.warmcache.endpoint;

import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.warmcache.advice.Advice;
import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.cache.tiered.TieredCache;
import io.github.warmcache.log.EventLog;
import io.github.warmcache.log.LogEvent;
import io.github.warmcache.log.LogField;
import io.github.warmcache.operation.CacheOperations;
import io.github.warmcache.operation.InvalidKeyException;
import io.github.warmcache.operation.OperationReport;
import io.github.warmcache.warmup.WarmupState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Actuator endpoint for operators: the state of all caches, the way of one key through
 * the tiers, and evictions and loads by hand.
 * <p>
 * The state of caches is read without I/O. The way of a key asks Redis and the source.
 * Whatever changes something is off unless the application grants unrestricted access to
 * the endpoint, and is logged with the name of who asked.
 *
 * @since 0.1.0
 */
@Endpoint(id = "cachewarmup", defaultAccess = Access.READ_ONLY)
public final class CacheWarmupEndpoint {

	private static final int MOST_HOTTEST = 1000;

	private static final EventLog logger = EventLog.of(CacheWarmupEndpoint.class);

	private final PodParts parts;

	private final CacheDescriptors descriptors;

	private final CacheOperations operations;

	private final ValueVisibility values;

	/**
	 * Create an endpoint.
	 * @param parts the parts of this pod whose state is shown
	 * @param operations what operators look up and order
	 * @param values who may see keys and values
	 */
	public CacheWarmupEndpoint(PodParts parts, CacheOperations operations, ValueVisibility values) {
		this.parts = parts;
		this.descriptors = new CacheDescriptors(parts, InstantSource.system());
		this.operations = operations;
		this.values = values;
	}

	/**
	 * Return whether callers whom nobody knows are shown keys and values.
	 */
	public boolean showsValuesToEverybody() {
		return this.values.isShown(SecurityContext.NONE);
	}

	/**
	 * Return the state of all caches.
	 * @return the state
	 */
	@ReadOperation
	public PodDescriptor caches() {
		WarmupState warmup = this.parts.warmup();
		PodDescriptor.CoherenceDescriptor coherence = PodDescriptor.CoherenceDescriptor.of(this.parts.coherence());
		PodDescriptor.RedisDescriptor redis = PodDescriptor.RedisDescriptor.of(this.parts.redis());
		ConfigurationAdvisor advisor = this.parts.advisor();
		List<Advice> advice = (advisor != null) ? advisor.advice() : List.of();
		if (warmup == null) {
			return new PodDescriptor(null, true, null, null, null, coherence, redis, advice, this.descriptors.all());
		}
		return new PodDescriptor(warmup.status(), warmup.isReady(), warmup.elapsed(), warmup.reason(),
				warmup.rehearsal(), coherence, redis, advice, this.descriptors.all());
	}

	/**
	 * Return the state of one cache.
	 * @param cache the name of the cache
	 * @param hottest how many of the hottest keys to list, or {@code null} for none
	 * @param context who asks
	 * @return the state, or {@code null} if there is no such cache
	 */
	@ReadOperation
	public @Nullable CacheDescriptor cache(@Selector String cache, @Nullable Integer hottest, SecurityContext context) {
		CacheDescriptor descriptor = this.descriptors.one(cache);
		if (descriptor == null || hottest == null || hottest <= 0) {
			return descriptor;
		}
		TieredCache present = this.parts.caches().getCacheIfPresent(cache);
		return (present != null)
				? descriptor.withHottestKeys(
						this.operations.hottest(present, Math.min(hottest, MOST_HOTTEST), this.values.isShown(context)))
				: descriptor;
	}

	/**
	 * Return what each tier has for one key. Asks Redis and the source.
	 * @param cache the name of the cache
	 * @param key the text of the key
	 * @param context who asks
	 * @return what they have, or {@code null} if there is no such cache
	 */
	@ReadOperation
	public @Nullable KeyDescriptor key(@Selector String cache, @Selector String key, SecurityContext context) {
		if (!this.descriptors.has(cache)) {
			return null;
		}
		// A look-up makes no cache, and does not keep one that nobody uses any more.
		TieredCache present = this.parts.caches().getCacheIfPresent(cache);
		if (present == null) {
			throw invalid("No call has used the cache in this pod yet, so that it has no tiers to look at");
		}
		boolean shown = this.values.isShown(context);
		return KeyDescriptor.of(cache, named(present, key, context),
				uninterrupted(() -> this.operations.inspect(present, key)),
				(value) -> shown ? this.operations.text(present, value) : ValueVisibility.HIDDEN);
	}

	private static <T> T uninterrupted(InterruptibleOperation<T> operation) {
		try {
			return operation.run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The operation was interrupted", ex);
		}
	}

	/**
	 * Fill a cache again from its source.
	 * @param cache the name of the cache
	 * @param fleet whether to clear the cache in all pods first, by default {@code false}
	 * @param dryRun whether to tell only what would happen, by default {@code false}
	 * @param context who asks
	 * @return what became of it
	 */
	@WriteOperation
	public OperationDescriptor rewarm(@Selector String cache, @Nullable Boolean fleet, @Nullable Boolean dryRun,
			SecurityContext context) {
		TieredCache present = require(cache);
		return told(context, null, uninterrupted(
				() -> this.operations.rewarm(present, Boolean.TRUE.equals(fleet), Boolean.TRUE.equals(dryRun))));
	}

	/**
	 * Remove an entry from all tiers of all pods, and load it again.
	 * @param cache the name of the cache
	 * @param key the text of the key
	 * @param dryRun whether to tell only what would happen, by default {@code false}
	 * @param context who asks
	 * @return what became of it
	 */
	@WriteOperation
	public OperationDescriptor reload(@Selector String cache, @Selector String key, @Nullable Boolean dryRun,
			SecurityContext context) {
		TieredCache present = require(cache);
		NamedKey named = named(present, key, context);
		return told(context, named, this.operations.reload(present, key, Boolean.TRUE.equals(dryRun)));
	}

	/**
	 * Remove an entry from all tiers of all pods.
	 * @param cache the name of the cache
	 * @param key the text of the key
	 * @param dryRun whether to tell only what would happen, by default {@code false}
	 * @param context who asks
	 * @return what became of it
	 */
	@DeleteOperation
	public OperationDescriptor evict(@Selector String cache, @Selector String key, @Nullable Boolean dryRun,
			SecurityContext context) {
		TieredCache present = require(cache);
		NamedKey named = named(present, key, context);
		return told(context, named, this.operations.evict(present, key, Boolean.TRUE.equals(dryRun)));
	}

	/**
	 * Remove all entries of a cache from all tiers of all pods.
	 * @param cache the name of the cache
	 * @param dryRun whether to tell only what would happen, by default {@code false}
	 * @param context who asks
	 * @return what became of it
	 */
	@DeleteOperation
	public OperationDescriptor clear(@Selector String cache, @Nullable Boolean dryRun, SecurityContext context) {
		return told(context, null, this.operations.clear(require(cache), Boolean.TRUE.equals(dryRun)));
	}

	private TieredCache require(String name) {
		if (!this.descriptors.has(name)) {
			throw invalid("There is no cache of this name. The endpoint lists the names");
		}
		return this.parts.caches().getCache(name);
	}

	private NamedKey named(TieredCache cache, String key, SecurityContext context) {
		try {
			return new NamedKey("#" + this.operations.digest(cache, key),
					this.values.isShown(context) ? this.operations.keyText(cache, key) : null);
		}
		catch (InvalidKeyException ex) {
			throw invalid(ex.getMessage());
		}
	}

	private static InvalidEndpointRequestException invalid(@Nullable String message) {
		String reason = Objects.requireNonNullElse(message, "The request is invalid");
		return new InvalidEndpointRequestException(reason, reason);
	}

	private static OperationDescriptor told(SecurityContext context, @Nullable NamedKey key, OperationReport report) {
		if (!report.dryRun()) {
			Principal principal = context.getPrincipal();
			String by = (principal != null) ? OneLine.of(principal.getName()) : null;
			logger.info(LogEvent.OPERATION_ORDERED)
				.cache(report.cache())
				.with(LogField.OPERATION, report.operation())
				.with(LogField.PRINCIPAL, by)
				.with(LogField.STATUS, report.outcome())
				.log("%s of %scache '%s' by %s: %s".formatted(text(report.operation()),
						(key != null) ? "key %s of ".formatted(key.digest()) : "", report.cache(),
						(by != null) ? "'%s'".formatted(by) : "an anonymous operator", text(report.outcome())));
		}
		return OperationDescriptor.of(report, key);
	}

	private static String text(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Operation that an interrupt ends.
	 */
	@FunctionalInterface
	private interface InterruptibleOperation<T> {

		T run() throws InterruptedException;

	}

}
