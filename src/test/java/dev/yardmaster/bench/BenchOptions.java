package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of all benchmarks, from system properties.
 *
 * @param executable the service's executable ({@code bench.executable})
 * @param before the executable of an earlier build, which is measured in the same rounds ({@code bench.before})
 * @param sources the directory with the sources of the C programs ({@code bench.sources})
 * @param directory the directory for all files that a run creates ({@code bench.directory})
 * @param strict whether a missed target fails the run ({@code bench.strict})
 */
record BenchOptions(Path executable, Optional<Path> before, Path sources, Path directory, boolean strict) {
    static BenchOptions ofSystemProperties() {
        return new BenchOptions(
                path("bench.executable", "target/yardmaster"),
                Optional.of(System.getProperty("bench.before", ""))
                        .filter(file -> !file.isEmpty())
                        .map(Path::of),
                path("bench.sources", "src/test/c"),
                path("bench.directory", "target/bench"),
                Boolean.getBoolean("bench.strict"));
    }

    /** The same options for the earlier build, if there is one. */
    Optional<BenchOptions> ofBefore() {
        return before.map(file -> new BenchOptions(file, Optional.empty(), sources, directory, strict));
    }

    private static Path path(String property, String defaultPath) {
        return Path.of(System.getProperty(property, defaultPath))
                .toAbsolutePath()
                .normalize();
    }
}
