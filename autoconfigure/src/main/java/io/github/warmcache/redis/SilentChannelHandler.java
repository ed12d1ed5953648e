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

package io.github.warmcache.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Handler that closes a connection if it was written to and has been silent for too long,
 * so that it is opened anew.
 * <p>
 * A connection can be lost without either side noticing. It would then fail every command
 * until the operating system gives up on it, minutes later. Confined to the thread of its
 * channel.
 */
final class SilentChannelHandler extends ChannelDuplexHandler {

	private final long patience;

	private boolean waiting;

	private long waitingSince;

	private boolean watching;

	/**
	 * Create a handler for one channel.
	 * @param patience how long the other side may be silent, longer than any command
	 * takes
	 */
	SilentChannelHandler(Duration patience) {
		this.patience = patience.toNanos();
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSince = context.executor().ticker().nanoTime();
			if (!this.watching) {
				watch(context, this.patience);
			}
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
		this.waiting = false;
		super.channelRead(context, message);
	}

	private void watch(ChannelHandlerContext context, long nanos) {
		this.watching = true;
		context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
	}

	private void check(ChannelHandlerContext context) {
		this.watching = false;
		if (!this.waiting || !context.channel().isActive()) {
			return;
		}
		long left = this.patience - (context.executor().ticker().nanoTime() - this.waitingSince);
		if (left > 0) {
			watch(context, left);
		}
		else {
			context.close();
		}
	}

}
