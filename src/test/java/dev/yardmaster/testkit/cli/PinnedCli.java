package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * A CLI of {@code clis.properties}, which may not be installed.
 *
 * @param id the first part of its keys
 * @param version the exact version
 * @param binary the path at which {@code .ci/clis.sh} installs the executable
 */
record PinnedCli(String id, String version, Path binary) {
    private static final Properties PINS = load();

    /** Throws an {@code IllegalArgumentException} for an id that is not in the file. */
    static PinnedCli of(String id) {
        String version = pin(id, "version");
        Path directory = CliCache.directory(System.getenv()).resolve(id + "-" + version);
        return new PinnedCli(id, version, directory.resolve(pin(id, "binary")));
    }

    boolean installed() {
        return Files.isExecutable(binary);
    }

    /** Explains why tests with this CLI can't run, and what to do. */
    String absence() {
        return id + " " + version + " is not installed at " + binary + "; install it with: .ci/clis.sh " + id;
    }

    private static String pin(String id, String key) {
        return Optional.ofNullable(PINS.getProperty(id + "." + key))
                .orElseThrow(() -> new IllegalArgumentException("clis.properties has no " + id + "." + key));
    }

    private static Properties load() {
        try (InputStream pins = PinnedCli.class.getResourceAsStream("/clis.properties")) {
            Properties properties = new Properties();
            properties.load(pins);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
