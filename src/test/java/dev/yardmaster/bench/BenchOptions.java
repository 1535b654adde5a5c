package dev.yardmaster.bench;

import java.nio.file.Path;

/**
 * The options of all benchmarks, from system properties.
 *
 * @param executable the service's executable ({@code bench.executable})
 * @param sources the directory with the sources of the C programs ({@code bench.sources})
 * @param directory the directory for all files that a run creates ({@code bench.directory})
 * @param strict whether a missed target fails the run ({@code bench.strict})
 */
record BenchOptions(Path executable, Path sources, Path directory, boolean strict) {
    static BenchOptions ofSystemProperties() {
        return new BenchOptions(
                path("bench.executable", "target/yardmaster"),
                path("bench.sources", "src/test/c"),
                path("bench.directory", "target/bench"),
                Boolean.getBoolean("bench.strict"));
    }

    private static Path path(String property, String defaultPath) {
        return Path.of(System.getProperty(property, defaultPath))
                .toAbsolutePath()
                .normalize();
    }
}
