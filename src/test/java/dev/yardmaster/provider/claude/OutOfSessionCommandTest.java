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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are not there, are not Claude Code, or are not well: what its real one can't show. */
class OutOfSessionCommandTest {
    private static final String HINT = "Install it";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void shouldSayThatItIsNotInstalled() {
        // Given
        OutOfSessionCommand enquiry = enquiry("/nonexistent/claude", PATIENCE);

        // When
        Health health = new ClaudeProbe(enquiry).health(HINT);

        // Then
        assertThat(health)
                .isEqualTo(new Health(
                        State.NOT_INSTALLED,
                        Optional.empty(),
                        "The program /nonexistent/claude is not installed. Install it"));
        assertUnavailable(enquiry, "/nonexistent/claude does not exist");
    }

    @Test
    void shouldSayThatItIsSomethingElse() throws Exception {
        // Given
        OutOfSessionCommand enquiry = enquiry(script("echo other 2.1.329"), PATIENCE);

        // When
        Health health = new ClaudeProbe(enquiry).health(HINT);

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(health.message()).contains("exited with code 0 and said 'other 2.1.329'");
        assertUnavailable(enquiry, "It named none");
    }

    @Test
    void shouldNotWaitForOneThatHangs() throws Exception {
        // Given
        OutOfSessionCommand enquiry = enquiry(script("sleep 300"), Duration.ofMillis(400));

        // When
        Health health = new ClaudeProbe(enquiry).health(HINT);

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(health.message()).endsWith("did not end within 0.4 seconds and was stopped.");
        assertUnavailable(enquiry, "did not end within 0.4 seconds");
    }

    @Test
    void shouldTakeAnOldOneThatDoesNotTellOfItsAccountForReady() throws Exception {
        // Given
        OutOfSessionCommand enquiry =
                enquiry(script("test \"$1\" = --version && echo '1.0.3 (Claude Code)' || echo 'what?'"), PATIENCE);

        // When
        Health health = new ClaudeProbe(enquiry).health(HINT);

        // Then
        assertThat(health).isEqualTo(new Health(State.READY, Optional.of("1.0.3"), "Claude Code 1.0.3 is installed."));
    }

    @Test
    void shouldReadTheModelsAmongOtherLines() throws Exception {
        // Given
        OutOfSessionCommand enquiry = enquiry(
                script(
                        "read -r _; echo noise; echo '{}'; echo '{\"type\":\"control_response\",\"response\":{\"response\":"
                                + "{\"models\":[{\"value\":\"x\"}]}}}'"),
                PATIENCE);

        // When / Then
        assertThat(new ClaudeModels(enquiry).list()).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo("x");
            assertThat(model.name()).isEmpty();
            assertThat(model.preferred()).isFalse();
        });
    }

    private static void assertUnavailable(OutOfSessionCommand enquiry, String why) {
        assertThatThrownBy(() -> new ClaudeModels(enquiry).list())
                .isInstanceOfSatisfying(YardmasterException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
                    assertThat(e.detail())
                            .startsWith("The executable 'seat' can't list its models. ")
                            .contains(why);
                });
    }

    private static OutOfSessionCommand enquiry(String program, Duration limit) {
        Executable executable = new Executable("seat", Claude.EXECUTABLE.provider(), program, List.of(), Map.of());
        return new OutOfSessionCommand(executable, Map.of("PATH", "/usr/bin:/bin"), limit);
    }

    private String script(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("claude"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }
}
