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

package io.github.warmcache.autoconfigure.advice;

import io.github.warmcache.advice.ConfigurationAdvisor;
import io.github.warmcache.advice.check.StartAdvice;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Starts the advisor when the application is ready.
 */
final class AdviceStart implements ApplicationListener<ApplicationReadyEvent> {

	private final ConfigurationAdvisor advisor;

	private final StartAdvice start;

	private final ApplicationContext context;

	AdviceStart(ConfigurationAdvisor advisor, StartAdvice start, ApplicationContext context) {
		this.advisor = advisor;
		this.start = start;
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		// Contexts below this one tell of their starts too.
		if (event.getApplicationContext() == this.context) {
			this.start.started(event.getTimeTaken());
			this.advisor.start();
		}
	}

}
