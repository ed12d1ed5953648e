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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import io.github.warmcache.documentation.Pages;
import io.github.warmcache.testsupport.BrowserPage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pictures of the console in the documentation. Takes them anew with
 * {@code -Dscreenshots.write}, in a font that the machine has.
 */
class CacheConsolePicturesTests {

	private static final int WIDE = 1280;

	private static final int NARROW = 360;

	private static final int MAXIMUM_BYTES = 150_000;

	@BeforeAll
	static void write() {
		if (Boolean.getBoolean("screenshots.write")) {
			try (Console console = new Console()) {
				for (String scheme : new String[] { "light", "dark" }) {
					write(console, scheme, WIDE);
					write(console, scheme, NARROW);
				}
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
		}
	}

	private static Path file(String scheme, int width) {
		return Pages.root().resolve("docs/console-%s-%s.png".formatted(scheme, (width == WIDE) ? "wide" : "narrow"));
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
