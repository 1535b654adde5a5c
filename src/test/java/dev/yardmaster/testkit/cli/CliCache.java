package dev.yardmaster.testkit.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the directory in which {@code .ci/clis.sh} installs the CLIs, by the same environment variables. */
final class CliCache {
    private CliCache() {}

    static Path directory(Map<String, String> environment) {
        return value(environment, "TEST_CLIS")
                .orElseGet(() -> value(environment, "XDG_CACHE_HOME")
                        .orElseGet(() -> Path.of(environment.get("HOME"), ".cache"))
                        .resolve("yardmaster-test"));
    }

    private static Optional<Path> value(Map<String, String> environment, String name) {
        return Stream.ofNullable(environment.get(name))
                .filter(value -> !value.isEmpty())
                .map(Path::of)
                .findFirst();
    }
}
