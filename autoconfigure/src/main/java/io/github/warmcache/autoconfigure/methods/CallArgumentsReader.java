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

package io.github.warmcache.autoconfigure.methods;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.BaseStream;

import javax.sql.DataSource;

import io.github.warmcache.annotation.CacheWarmup;
import io.github.warmcache.autoconfigure.types.WarmedMethod;
import io.github.warmcache.warmup.WarmupContext;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.util.ObjectUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reader of the arguments with which a method is called.
 */
final class CallArgumentsReader {

	private final CacheWarmup warmup;

	private final CallArguments arguments;

	private final ConfigurableListableBeanFactory beanFactory;

	CallArgumentsReader(WarmedMethod method, ConfigurableListableBeanFactory beanFactory) {
		this.warmup = method.warmup();
		this.arguments = new CallArguments(method, beanFactory);
		this.beanFactory = beanFactory;
	}

	/**
	 * Read the arguments.
	 * @param context tells if the warm-up is cancelled
	 * @return the arguments of each call
	 * @throws Exception if they could not be read
	 */
	List<@Nullable Object[]> read(WarmupContext context) throws Exception {
		List<@Nullable Object[]> calls = new ArrayList<>();
		if (this.arguments.types().isEmpty()) {
			calls.add(new Object[0]);
		}
		for (String key : this.warmup.keys()) {
			calls.add(this.arguments.of(key));
		}
		if (!this.warmup.keysFrom().isEmpty()) {
			addKeysFrom(context, calls);
		}
		if (!this.warmup.query().isEmpty()) {
			CallQuery query = new CallQuery(dataSource(), this.warmup.query(), this.arguments.types());
			for (List<@Nullable Object> row : query.read(context)) {
				calls.add(this.arguments.of((row.size() == 1) ? row.get(0) : row));
			}
		}
		return calls;
	}

	private DataSource dataSource() {
		return this.warmup.dataSource().isEmpty() ? this.beanFactory.getBean(DataSource.class)
				: this.beanFactory.getBean(this.warmup.dataSource(), DataSource.class);
	}

	private void addKeysFrom(WarmupContext context, List<@Nullable Object[]> calls) throws Exception {
		Object returned = keys();
		Iterator<?> keys = iterator(returned);
		try {
			while (keys.hasNext()) {
				if (context.isCancelled()) {
					throw new CancellationException("The warm-up was cancelled");
				}
				calls.add(this.arguments.of(keys.next()));
			}
		}
		finally {
			if (returned instanceof BaseStream<?, ?> stream) {
				stream.close();
			}
		}
	}

	private @Nullable Object keys() throws Exception {
		KeysFrom from = Objects.requireNonNull(KeysFrom.parse(this.warmup.keysFrom()));
		Object bean = this.beanFactory.getBean(from.beanName());
		Method method = ReflectionUtils.findMethod(bean.getClass(), from.methodName());
		if (method == null) {
			throw new IllegalStateException(
					"The proxy of the bean that keysFrom of @CacheWarmup names has no such method: "
							+ "declare it in the interface of the bean");
		}
		try {
			ReflectionUtils.makeAccessible(method);
			return method.invoke(bean);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			return null;
		}
	}

	private static Iterator<?> iterator(@Nullable Object keys) {
		if (keys instanceof Collection<?> collection) {
			return collection.iterator();
		}
		if (keys instanceof BaseStream<?, ?> stream) {
			return stream.iterator();
		}
		if (ObjectUtils.isArray(keys)) {
			return Arrays.asList(ObjectUtils.toObjectArray(keys)).iterator();
		}
		throw new IllegalStateException(
				"The method that keysFrom of @CacheWarmup names must return a collection, a stream or an array");
	}

	/**
	 * Reference to a bean's method that returns the arguments for calls of another
	 * method.
	 *
	 * @param beanName the name of the bean, which may contain dots
	 * @param methodName the name of the method
	 */
	record KeysFrom(String beanName, String methodName) {

		static @Nullable KeysFrom parse(String text) {
			int dot = text.lastIndexOf('.');
			return (dot > 0 && dot < text.length() - 1) ? new KeysFrom(text.substring(0, dot), text.substring(dot + 1))
					: null;
		}

	}

	/**
	 * Query that selects a row of arguments for each call of a method.
	 *
	 * @param dataSource the data source to query
	 * @param sql the SQL that selects the rows
	 * @param types the types as which the columns are read
	 */
	private record CallQuery(DataSource dataSource, String sql, List<Class<?>> types) {

		List<List<@Nullable Object>> read(WarmupContext context) {
			List<List<@Nullable Object>> rows = new ArrayList<>();
			PreparedStatementCreator creator = (connection) -> {
				PreparedStatement statement = connection.prepareStatement(this.sql);
				context.onCancel(() -> cancel(statement));
				return statement;
			};
			RowCallbackHandler handler = (row) -> rows.add(columns(row));
			try {
				new JdbcTemplate(this.dataSource).query(creator, handler);
			}
			finally {
				context.onCancel(() -> {
				});
			}
			return rows;
		}

		private static void cancel(PreparedStatement statement) {
			try {
				statement.cancel();
			}
			catch (SQLException ex) {
				// The interruption of its thread ends it instead.
			}
		}

		private List<@Nullable Object> columns(ResultSet row) throws SQLException {
			int given = row.getMetaData().getColumnCount();
			if (given < this.types.size()) {
				throw new IllegalStateException("The query of @CacheWarmup selects %d columns for %d parameters"
					.formatted(given, this.types.size()));
			}
			List<@Nullable Object> columns = new ArrayList<>();
			for (int i = 0; i < this.types.size(); i++) {
				columns.add(read(row, i));
			}
			return columns;
		}

		/**
		 * Read a column, as the type of the parameter if that is a primitive or from the
		 * JDK. Other types are left to conversion.
		 */
		private @Nullable Object read(ResultSet row, int index) throws SQLException {
			Class<?> type = this.types.get(index);
			boolean plain = type.isPrimitive() || type.getName().startsWith("java.");
			return plain ? JdbcUtils.getResultSetValue(row, index + 1, type)
					: JdbcUtils.getResultSetValue(row, index + 1);
		}

	}

}
