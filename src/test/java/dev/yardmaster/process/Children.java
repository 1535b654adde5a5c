package dev.yardmaster.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Starts shell scripts as real child processes. */
final class Children {
    static final Duration MOMENT = Duration.ofMillis(300);
    private static final int TEST_TIMEOUT_SECONDS = 60;

    private Children() {}

    /** Returns the launch of a script without standard input. */
    static LaunchSpec script(String script) {
        return spec(script, Map.of(), LaunchSpec.Input.EMPTY);
    }

    /** Returns the launch of a script that reads lines from its standard input. */
    static LaunchSpec dialogue(String script) {
        return spec(script, Map.of(), LaunchSpec.Input.OPEN);
    }

    /** Returns the launch of a script that has the marker in its environment. */
    static LaunchSpec marked(String script, EnvironmentMarker marker, Map<String, String> environment) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put(marker.name(), marker.value());
        return spec(script, all, LaunchSpec.Input.OPEN);
    }

    static EnvironmentMarker newMarker() {
        return new EnvironmentMarker("YARDMASTER_TEST", UUID.randomUUID().toString());
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(TEST_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private static LaunchSpec spec(String script, Map<String, String> environment, LaunchSpec.Input input) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        return new LaunchSpec(List.of("sh", "-c", script), all, Path.of("/"), input);
    }
}
