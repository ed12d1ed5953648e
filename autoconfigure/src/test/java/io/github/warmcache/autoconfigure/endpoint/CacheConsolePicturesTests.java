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

package io.github.warmcache.autoconfigure.endpoint;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

import io.github.warmcache.documentation.Pages;
import io.github.warmcache.testsupport.BrowserPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pictures of the console in the documentation. Takes them anew with
 * {@code -Dscreenshots.write}, in a font that the machine has.
 */
class CacheConsolePicturesTests {

	private static final Path START = Pages.root().resolve("docs/console-start.png");

	private static final int WIDE = 1280;

	private static final int NARROW = 360;

	private static final int MAXIMUM_BYTES = 150_000;

	private static final int COLORS = 256;

	private static final int DISTANCE = 60;

	@BeforeAll
	static void write() {
		if (Boolean.getBoolean("screenshots.write")) {
			try (Console console = new Console()) {
				for (String scheme : new String[] { "light", "dark" }) {
					write(console, scheme, WIDE);
					write(console, scheme, NARROW);
				}
				writeStart(console);
			}
		}
	}

	private static void write(Console console, String scheme, int width) {
		console.endpoint().tell(ConsoleScene::pod);
		console.endpoint().tellWay(WarmupJson.way("******"));
		try (BrowserPage page = console.openFast()) {
			page.scheme(scheme);
			page.size(width, 900);
			page.await("window.fetched.length > 270");
			if (width == WIDE) {
				page.evaluate("[...document.querySelectorAll('#rows .name')][0].click()");
				page.evaluate("document.getElementById('ask-key').value = '3169070'");
				page.evaluate("document.getElementById('ask').requestSubmit()");
				page.awaitText("#answer", "Heap of this pod");
				page.size(width, page.evaluate("document.documentElement.scrollHeight").asInt());
			}
			else {
				page.size(width, 1500);
			}
			page.screenshot(file(scheme, width));
			reduce(file(scheme, width));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void writeStart(Console console) {
		console.endpoint().tell((asked) -> ConsoleScene.start(Math.min(asked, 14)));
		try (BrowserPage page = console.openFast()) {
			page.scheme("light");
			page.size(WIDE, 900);
			// The progress bars take their time.
			page.await("window.fetched.length > 80");
			page.size(WIDE, page.evaluate("document.getElementById('way').getBoundingClientRect().top").asInt());
			page.screenshot(START);
			reduce(START);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Keep the colors that are used most and are not much like each other, which halves
	 * the file. The others are those of the edges of letters.
	 */
	private static void reduce(Path file) throws IOException {
		BufferedImage picture = ImageIO.read(file.toFile());
		int width = picture.getWidth();
		int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
		List<Integer> colors = new ArrayList<>();
		Arrays.stream(pixels)
			.boxed()
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
			.entrySet()
			.stream()
			.sorted(Map.Entry.<Integer, Long>comparingByValue().reversed())
			.map(Map.Entry::getKey)
			.filter((color) -> colors.size() < COLORS
					&& colors.stream().noneMatch((chosen) -> distance(color, chosen) < DISTANCE))
			.forEach(colors::add);
		int[] palette = colors.stream().mapToInt(Integer::intValue).toArray();
		Map<Integer, Integer> nearest = new HashMap<>();
		BufferedImage reduced = new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
				new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE));
		for (int pixel = 0; pixel < pixels.length; pixel++) {
			int index = nearest.computeIfAbsent(pixels[pixel], (color) -> nearest(color, palette));
			reduced.getRaster().setSample(pixel % width, pixel / width, 0, index);
		}
		ImageIO.write(reduced, "png", file.toFile());
	}

	private static int nearest(int color, int[] colors) {
		return IntStream.range(0, colors.length)
			.boxed()
			.min(Comparator.comparingInt((index) -> distance(color, colors[index])))
			.orElseThrow();
	}

	private static int distance(int color, int other) {
		return IntStream.of(0, 8, 16).map((shift) -> {
			int difference = (color >> shift & 0xff) - (other >> shift & 0xff);
			return difference * difference;
		}).sum();
	}

	private static Path file(String scheme, int width) {
		return Pages.root().resolve("docs/console-%s-%s.png".formatted(scheme, (width == WIDE) ? "wide" : "narrow"));
	}

	@Test
	void thePictureOfAStartIsThereAndSmall() throws IOException {
		assertThat(Files.size(START)).isLessThan(MAXIMUM_BYTES);
		assertThat(ImageIO.read(START.toFile()).getWidth()).isEqualTo(WIDE);
	}

	@ParameterizedTest
	@CsvSource({ "light, 1280", "light, 360", "dark, 1280", "dark, 360" })
	void thePicturesAreThereAndSmall(String scheme, int width) throws IOException {
		Path file = file(scheme, width);
		assertThat(Files.size(file)).isLessThan(MAXIMUM_BYTES);
		BufferedImage picture = ImageIO.read(file.toFile());
		assertThat(picture.getWidth()).isEqualTo(width);
		// Taken in the scheme that its name tells.
		int light = (picture.getRGB(2, picture.getHeight() - 2) >> 8) & 0xff;
		assertThat(light > 128).isEqualTo("light".equals(scheme));
	}

}
