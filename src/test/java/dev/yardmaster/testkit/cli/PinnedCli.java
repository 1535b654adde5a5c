package dev.yardmaster.testkit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * One of the CLIs of {@code clis.properties}, installed or not.
 *
 * @param id the name that the keys begin with
 * @param version the exact version
 * @param binary where {@code .ci/clis.sh} puts the executable
 */
record PinnedCli(String id, String version, Path binary) {
    private static final Properties PINS = load();

    /** Fails for an id that is not pinned. */
    static PinnedCli of(String id) {
        String version = pin(id, "version");
        Path directory = CliCache.directory(System.getenv()).resolve(id + "-" + version);
        return new PinnedCli(id, version, directory.resolve(pin(id, "binary")));
    }

    boolean installed() {
        return Files.isExecutable(binary);
    }

    /** Why tests with it can't run here, and what to do. */
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
