package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starting, stopping and the demo, as a user does them. */
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

    @Test
    void shouldRefuseASecondServiceOnItsHome() throws Exception {
        // Given
        Path home = directory.resolve("home");
        try (var first = PackagedService.start(directory, home)) {
            Api api = first.api();

            // When
            Process second = command("start", "--port", "0", "--home", home.toString());

            // Then
            String said = new String(second.getInputStream().readAllBytes());
            assertThat(second.waitFor()).isEqualTo(4);
            assertThat(said).contains("pid " + first.pid(), api.base().toString());
        }
    }

    @Test
    void shouldShowTheDemo() throws Exception {
        // When
        Process demo = command("demo");

        // Then
        String said = new String(demo.getInputStream().readAllBytes());
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(said).contains("● started", "⚒ calls", "■ completed", "The task is done.");
    }

    @Test
    void shouldKeepTheProviderItWasStartedWith() throws Exception {
        // Given
        Path home = directory.resolve("home");
        JsonObject told;
        String agent;
        try (var first = PackagedService.start(directory, home, "--codex")) {
            Api api = first.api();
            agent = api.agent(new JsonObject().put("provider", "opencode"));
            told = api.json(api.get("/api/agents/" + agent + "/resolution"));
            first.stop();
        }

        // When
        try (var second = PackagedService.start(directory, home)) {
            Api api = second.api();

            // Then
            assertThat(told.getString("provider")).isEqualTo("codex");
            assertThat(api.json(api.get("/api/settings")).getString("defaultProvider"))
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
    void shouldRefuseProvidersThatCannotBe(String options, int exitCode, String sentence) throws Exception {
        // Given
        String home = directory.resolve("home").toString();

        // When
        Process start = command(("start --port 0 --home " + home + " " + options).split(" "));

        // Then
        String said = new String(start.getInputStream().readAllBytes());
        assertThat(start.waitFor()).as(said).isEqualTo(exitCode);
        assertThat(said).contains(sentence).doesNotContain("\tat ");
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
