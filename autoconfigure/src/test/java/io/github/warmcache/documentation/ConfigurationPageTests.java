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

package io.github.warmcache.documentation;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.warmcache.autoconfigure.properties.WarmcacheProperties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page of the properties says what their metadata says.
 */
class ConfigurationPageTests {

	private static final String BEGIN = "<!-- Generated from the metadata of the properties: change their javadoc instead. -->";

	private static final String END = "<!-- End of what is generated. -->";

	private static final Path PAGE = Pages.root().resolve("docs/configuration.md");

	@Test
	void thePageSaysWhatTheMetadataSays() throws Exception {
		String tables = ConfigurationTables.render();
		if (Boolean.getBoolean("documentation.write")) {
			write(tables);
		}
		assertThat(generated(Files.readString(PAGE)))
			.as("The properties have changed and docs/configuration.md has not. Run 'mvn -pl autoconfigure test -Dtest=ConfigurationPageTests -Ddocumentation.write', which writes it, and commit it with the change")
			.isEqualTo(tables);
	}

	@Test
	void everyPropertyOfARehearsedRequestIsOnItsPage() throws IOException {
		String page = Pages.read("docs/rehearsal.md");
		for (RecordComponent property : WarmcacheProperties.RehearsalRequest.class.getRecordComponents()) {
			assertThat(page).contains("| `" + property.getName() + "` |");
		}
	}

	private static String generated(String page) {
		return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END)).strip();
	}

	private static void write(String tables) throws IOException {
		String page = Files.readString(PAGE);
		String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
		Files.writeString(PAGE, before + "\n\n" + tables + "\n\n" + page.substring(page.indexOf(END)));
	}

}
