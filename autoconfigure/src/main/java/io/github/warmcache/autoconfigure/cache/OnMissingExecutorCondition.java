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

package io.github.warmcache.autoconfigure.cache;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition behind {@link ConditionalOnMissingExecutor}. It finds the beans that an
 * injection point with a {@link Qualifier} would get.
 */
class OnMissingExecutorCondition extends SpringBootCondition implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnMissingExecutor> annotation = metadata.getAnnotations()
			.get(ConditionalOnMissingExecutor.class);
		String name = annotation.getString(MergedAnnotation.VALUE);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnMissingExecutor.class, name);
		String found = find(Objects.requireNonNull(context.getBeanFactory()), name, annotation.getClass("type"));
		return (found != null) ? ConditionOutcome.noMatch(message.found("bean").items(found))
				: ConditionOutcome.match(message.didNotFind("bean").items(name));
	}

	private static @Nullable String find(BeanFactory beanFactory, String name, Class<?> type) {
		if (beanFactory.containsBean(name)) {
			return name;
		}
		if (beanFactory instanceof ListableBeanFactory listable) {
			for (String candidate : listable.getBeanNamesForType(type, true, false)) {
				if (BeanFactoryAnnotationUtils.isQualifierMatch(name::equals, candidate, beanFactory)) {
					return candidate;
				}
			}
		}
		BeanFactory parent = (beanFactory instanceof HierarchicalBeanFactory child) ? child.getParentBeanFactory()
				: null;
		return (parent != null) ? find(parent, name, type) : null;
	}

}
