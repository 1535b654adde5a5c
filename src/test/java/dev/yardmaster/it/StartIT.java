package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting and stopping the service, as a user does it. */
class StartIT {
    @TempDir
    Path directory;

    @Test
    void shouldKeepItsStateAcrossARestart() throws Exception {
        // Given
        Path home = directory.resolve("home");
        try (var first = PackagedService.start(directory, home)) {
            first.api().agent(new JsonObject());
            first.stop();
        }

        // When
        try (var second = PackagedService.start(directory, home)) {
            Api api = second.api();

            // Then
            assertThat(api.json(api.get("/api/agents")).getJsonArray("items")).hasSize(1);
        }
    }

    /** Each cache makes a start faster. The build continues without a cache, so a failed training would stay unnoticed. */
    @ParameterizedTest
    @ValueSource(strings = {"yardmaster.aot", "yardmaster-client.aot"})
    void shouldHaveTrainedTheCaches(String cache) {
        // Given
        assumeTrue(Files.exists(Path.of("target/aot-training.log")), "The build has trained no caches.");

        // Then
        assertThat(Path.of("target", cache)).isNotEmptyFile();
    }

    @Test
    void shouldRejectASecondServiceOnTheSameHome() throws Exception {
        // Given
        Path home = directory.resolve("home");
        try (var first = PackagedService.start(directory, home)) {
            Api api = first.api();

            // When
            Process second = command("start", "--port", "0", "--home", home.toString());

            // Then
            String output = new String(second.getInputStream().readAllBytes());
            assertThat(second.waitFor()).isEqualTo(4);
            assertThat(output).contains("pid " + first.pid(), api.base().toString());
        }
    }

    @Test
    void shouldKeepTheProviderOfTheStartOption() throws Exception {
        // Given
        Path home = directory.resolve("home");
        JsonObject overridden;
        String agent;
        try (var first = PackagedService.start(directory, home, "--codex")) {
            Api api = first.api();
            agent = api.agent(new JsonObject().put("provider", "opencode"));
            overridden = api.json(api.get("/api/agents/" + agent + "/resolution"));
            first.stop();
        }

        // When
        try (var second = PackagedService.start(directory, home)) {
            Api api = second.api();

            // Then
            assertThat(overridden.getString("provider")).isEqualTo("codex");
            assertThat(api.json(api.get("/api/settings"))
                            .getJsonObject("values")
                            .getString("defaultProvider"))
                    .isEqualTo("codex");
            assertThat(api.json(api.get("/api/agents/" + agent + "/resolution")).getString("provider"))
                    .isEqualTo("opencode");
            String other = api.agent(new JsonObject());
            assertThat(api.json(api.get("/api/agents/" + other + "/resolution")).getString("provider"))
                    .isEqualTo("codex");
        }
    }

    @ParameterizedTest
    @CsvSource({"--codex --claude, 2, mutually exclusive", "--provider emacs, 4, There is no provider 'emacs'"})
    void shouldRejectInvalidProviderOptions(String options, int exitCode, String message) throws Exception {
        // Given
        String home = directory.resolve("home").toString();

        // When
        Process start = command(("start --port 0 --home " + home + " " + options).split(" "));

        // Then
        String output = new String(start.getInputStream().readAllBytes());
        assertThat(start.waitFor()).as(output).isEqualTo(exitCode);
        assertThat(output).contains(message).doesNotContain("\tat ");
    }

    @Test
    void shouldReportMistakesBeforeItChangesAnything() throws Exception {
        // Given
        Path home = directory.resolve("home");
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(
                directory.resolve("config").resolve("application.properties"),
                "yardmaster.dispach.tick=1s\nyardmaster.health.every=abc\n");

        // When
        Process start = command("start", "--port", "99999", "--home", home.toString());

        // Then
        assertThat(new String(start.getInputStream().readAllBytes()))
                .contains("Starting Yardmaster in " + home, "yardmaster.dispach.tick", "'abc'", "'99999'")
                .hasLineCount(4);
        assertThat(start.waitFor()).isEqualTo(2);
        assertThat(home).doesNotExist();
    }

    private Process command(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(PackagedService.EXECUTABLE.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(Files.createDirectories(directory).toFile())
                .redirectErrorStream(true)
                .start();
    }
}
