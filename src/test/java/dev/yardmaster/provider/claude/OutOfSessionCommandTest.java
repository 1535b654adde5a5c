package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Health;
import dev.yardmaster.provider.Health.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that are missing, that are not Claude Code, or that hang; the installed CLI can't show these cases. */
class OutOfSessionCommandTest {
    private static final String HINT = "Install it";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void shouldReportAMissingProgram() {
        // Given
        OutOfSessionCommand command = command("/nonexistent/claude", TIMEOUT);

        // When
        Health health = new ClaudeProbe(command).health(HINT);

        // Then
        assertThat(health)
                .isEqualTo(new Health(
                        State.NOT_INSTALLED,
                        Optional.empty(),
                        "The program /nonexistent/claude is not installed. Install it"));
        assertUnavailable(command, "/nonexistent/claude does not exist");
    }

    @Test
    void shouldReportAnotherProgram() throws Exception {
        // Given
        OutOfSessionCommand command = command(script("echo other 2.1.329"), TIMEOUT);

        // When
        Health health = new ClaudeProbe(command).health(HINT);

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(health.message()).contains("exited with code 0 and printed 'other 2.1.329'");
        assertUnavailable(command, "It listed no models");
    }

    @Test
    void shouldStopAHangingProgram() throws Exception {
        // Given
        OutOfSessionCommand command = command(script("sleep 300"), Duration.ofMillis(400));

        // When
        Health health = new ClaudeProbe(command).health(HINT);

        // Then
        assertThat(health.state()).isEqualTo(State.TIMED_OUT);
        assertThat(health.message()).contains("did not end within 0.4 seconds and was stopped.");
        assertThatThrownBy(() -> new ClaudeModels(command).list())
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_TIMED_OUT));
    }

    @Test
    void shouldNotDecideWhetherASlowProgramIsSignedIn() throws Exception {
        // Given
        String program = script("test \"$1\" = --version && echo '2.1.329 (Claude Code)' || sleep 300");

        // When
        Health health = new ClaudeProbe(command(program, Duration.ofSeconds(1))).health(HINT);

        // Then
        assertThat(health.state()).isEqualTo(State.TIMED_OUT);
        assertThat(health.message()).contains("did not end within 1 seconds");
    }

    @Test
    void shouldConsiderAVersionWithoutAuthStatusReady() throws Exception {
        // Given
        OutOfSessionCommand command =
                command(script("test \"$1\" = --version && echo '1.0.3 (Claude Code)' || echo 'what?'"), TIMEOUT);

        // When
        Health health = new ClaudeProbe(command).health(HINT);

        // Then
        assertThat(health).isEqualTo(new Health(State.READY, Optional.of("1.0.3"), "Claude Code 1.0.3 is installed."));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            CLAUDE_CODE_USE_BEDROCK, AWS_REGION,                     Amazon Bedrock
            CLAUDE_CODE_USE_VERTEX,  CLOUD_ML_REGION,                Google Vertex AI
            CLAUDE_CODE_USE_FOUNDRY, ANTHROPIC_FOUNDRY_RESOURCE,     Microsoft Foundry
            """)
    void shouldReportACloudPlatformWithoutItsVariables(String toggle, String variable, String platform)
            throws Exception {
        // Given
        String program = script("echo '1.0.3 (Claude Code)'");
        Map<String, String> alone = Map.of("PATH", "/usr/bin:/bin", "HOME", directory.toString(), toggle, "1");
        Map<String, String> complete = new HashMap<>(alone);
        complete.put(variable, "x");

        // When
        Health missing = new ClaudeProbe(command(program, TIMEOUT, alone)).health(HINT);
        Health configured = new ClaudeProbe(command(program, TIMEOUT, complete)).health(HINT);
        Files.createDirectories(directory.resolve(".aws"));
        Files.createDirectories(directory.resolve(".azure"));
        Files.createDirectories(directory.resolve(".config/gcloud"));
        Health signedIn = new ClaudeProbe(command(program, TIMEOUT, alone)).health(HINT);

        // Then
        assertThat(missing.state()).isEqualTo(State.SIGNED_OUT);
        assertThat(missing.message()).startsWith(toggle + " is set").contains(platform, variable);
        assertThat(configured.state()).isEqualTo(State.READY);
        assertThat(signedIn.state()).isEqualTo(State.READY);
    }

    @Test
    void shouldFindTheModelsAmongOtherLines() throws Exception {
        // Given
        OutOfSessionCommand command = command(
                script(
                        "read -r _; echo noise; echo '{}'; echo '{\"type\":\"control_response\",\"response\":{\"response\":"
                                + "{\"models\":[{\"value\":\"x\"}]}}}'"),
                TIMEOUT);

        // When / Then
        assertThat(new ClaudeModels(command).list()).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo("x");
            assertThat(model.name()).isEmpty();
            assertThat(model.preferred()).isFalse();
        });
    }

    private static void assertUnavailable(OutOfSessionCommand command, String why) {
        assertThatThrownBy(() -> new ClaudeModels(command).list())
                .isInstanceOfSatisfying(YardmasterException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
                    assertThat(e.detail())
                            .startsWith("The executable 'seat' can't list its models. ")
                            .contains(why);
                });
    }

    private static OutOfSessionCommand command(String program, Duration limit) {
        return command(program, limit, Map.of("PATH", "/usr/bin:/bin"));
    }

    private static OutOfSessionCommand command(String program, Duration limit, Map<String, String> environment) {
        Executable executable =
                new Executable("seat", ClaudeFixture.EXECUTABLE.provider(), program, List.of(), Map.of());
        return new OutOfSessionCommand(executable, environment, limit);
    }

    private String script(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("claude"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }
}
