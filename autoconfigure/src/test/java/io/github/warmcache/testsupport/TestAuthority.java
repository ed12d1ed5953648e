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

package io.github.warmcache.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority that issues certificates for servers of tests, by the {@code keytool} of
 * this JVM. Its own certificate and what it issues are PEM files.
 */
public final class TestAuthority {

	private static final char[] PASSWORD = "not-a-secret".toCharArray();

	private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

	private final Path directory;

	/**
	 * Create an authority that nobody knows yet.
	 * @param directory an empty directory for its files
	 */
	public TestAuthority(Path directory) {
		this.directory = directory;
		keytool("-genkeypair", "-keystore", "authority.p12", "-alias", "authority", "-keyalg", "EC", "-dname",
				"CN=authority", "-ext", "bc:critical=ca:true", "-validity", "2");
		keytool("-exportcert", "-rfc", "-keystore", "authority.p12", "-alias", "authority", "-file", "ca.crt");
	}

	/**
	 * Return the certificate of the authority itself.
	 */
	public Path certificate() {
		return this.directory.resolve("ca.crt");
	}

	/**
	 * Issue a certificate, with a new key.
	 * @param name the one host name that it is for
	 * @return the files, each of which the next certificate for the same name replaces
	 */
	public Issued issue(String name) {
		String store = name + ".p12";
		try {
			Files.deleteIfExists(this.directory.resolve(store));
			keytool("-genkeypair", "-keystore", store, "-alias", "server", "-keyalg", "EC", "-dname", "CN=server");
			keytool("-certreq", "-keystore", store, "-alias", "server", "-file", name + ".csr");
			keytool("-gencert", "-rfc", "-keystore", "authority.p12", "-alias", "authority", "-infile", name + ".csr",
					"-outfile", name + ".crt", "-ext", "san=dns:" + name, "-validity", "2");
			KeyStore keys = KeyStore.getInstance(this.directory.resolve(store).toFile(), PASSWORD);
			Path key = this.directory.resolve(name + ".key");
			Files.writeString(key,
					"-----BEGIN PRIVATE KEY-----\n" + PEM.encodeToString(keys.getKey("server", PASSWORD).getEncoded())
							+ "\n-----END PRIVATE KEY-----\n");
			return new Issued(this.directory.resolve(name + ".crt"), key);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void keytool(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
		command.addAll(List.of(arguments));
		command.addAll(List.of("-storepass", new String(PASSWORD)));
		try {
			Process process = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool " + arguments[0] + " failed: " + said);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what opens sockets to servers of an authority, under any name.
	 * @param certificate the certificate of the authority
	 */
	static SocketFactory sockets(Path certificate) {
		try (InputStream in = Files.newInputStream(certificate)) {
			Certificate authority = CertificateFactory.getInstance("X.509").generateCertificate(in);
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry("authority", authority);
			TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			managers.init(trusted);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, managers.getTrustManagers(), null);
			return context.getSocketFactory();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A certificate and its key.
	 *
	 * @param certificate the file of the certificate
	 * @param key the file of the key
	 */
	public record Issued(Path certificate, Path key) {
	}

}
