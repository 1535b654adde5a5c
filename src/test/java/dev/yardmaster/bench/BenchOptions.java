package dev.yardmaster.bench;

import java.nio.file.Path;

/**
 * What the benchmark is told by system properties.
 *
 * @param executable what starts the service ({@code bench.executable})
 * @param sources where the C programs are ({@code bench.sources})
 * @param directory where everything is that a run makes ({@code bench.directory})
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

    private static Path path(String property, String otherwise) {
        return Path.of(System.getProperty(property, otherwise)).toAbsolutePath().normalize();
    }
}
