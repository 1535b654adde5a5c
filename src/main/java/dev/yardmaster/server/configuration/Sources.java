package dev.yardmaster.server.configuration;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The sources of the configuration, in the order in which Quarkus reads them. */
final class Sources {
    private static final Path FILE = Path.of("config", "application.properties");
    private static final String JAVA = "the properties of Java";
    private static final int CONVERTER_PRIORITY = 200;
    private static final int FILE_ORDINAL = 260;
    private static final int DEFAULTS_ORDINAL = 250;

    private final PropertiesConfigSource file;
    private final SmallRyeConfig all;

    Sources(Map<String, String> environment, Path directory) {
        file = file(directory.resolve(FILE));
        all = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, CONVERTER_PRIORITY, new DurationConverter())
                .withProfile(Optional.ofNullable(System.getProperty("quarkus.profile"))
                        .orElse("prod"))
                .withSources(
                        new SysPropConfigSource(),
                        new EnvConfigSource(environment, EnvConfigSource.ORDINAL),
                        file,
                        defaults())
                .build();
    }

    /** The names of the properties in the file and of those of Java, without the prefix of a profile. */
    Stream<String> names() {
        return Stream.concat(file.getPropertyNames().stream(), System.getProperties().stringPropertyNames().stream())
                .map(name -> name.replaceFirst("^%[^.]+\\.", ""))
                .sorted()
                .distinct();
    }

    /** The configuration of all sources. */
    SmallRyeConfig all() {
        return all;
    }

    /** The value that is in force. It has problems if it contains an expression without a value. */
    Optional<ConfigValue> value(String name) {
        return Optional.of(all.getConfigValue(name)).filter(value -> value.getValue() != null || value.hasProblems());
    }

    /** Where a name stands, for an error message. */
    String place(String name) {
        return file.getPropertyNames().stream()
                .filter(it -> it.equals(name) || it.startsWith("%") && it.endsWith("." + name))
                .findFirst()
                .map(it -> place(file.getConfigValue(it)))
                .orElse(JAVA);
    }

    /** Where a value stands, for an error message. */
    String place(ConfigValue value) {
        return switch (value.getConfigSourceOrdinal()) {
            case SysPropConfigSource.ORDINAL -> JAVA;
            case EnvConfigSource.ORDINAL -> "the environment variable " + variable(value.getName());
            default -> FILE + ", line " + value.getLineNumber();
        };
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static PropertiesConfigSource file(Path path) {
        try {
            return Files.exists(path)
                    ? new PropertiesConfigSource(path.toUri().toURL(), FILE_ORDINAL)
                    : new PropertiesConfigSource(Map.of(), path.toString(), FILE_ORDINAL);
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^SRCFG\\d+: ", "");
            throw new InvalidConfiguration(
                    List.of("The file " + path + " can't be read: " + reason + ". Correct or remove it."));
        }
    }

    /** The properties that are built in. */
    private static PropertiesConfigSource defaults() {
        URL resource = Objects.requireNonNull(Sources.class.getResource("/application.properties"));
        try {
            return new PropertiesConfigSource(resource, DEFAULTS_ORDINAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
