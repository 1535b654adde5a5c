package dev.yardmaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.Health.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
    private static final Pattern FORM = Pattern.compile("agent (\\d+\\.\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void shouldContinueWithTheVersion() throws Exception {
        // When
        Health health = probe(program("echo 'a warning'; echo 'agent 1.2'"), PATIENCE);

        // Then
        assertThat(health).isEqualTo(new Health(State.READY, Optional.of("1.2"), "next"));
    }

    @ParameterizedTest
    @CsvSource({"agent", "/nonexistent/agent"})
    void shouldReportAProgramThatIsNotInstalled(String program) {
        // When
        Health health = probe(program, PATIENCE);

        // Then
        assertThat(health)
                .isEqualTo(new Health(
                        State.NOT_INSTALLED,
                        Optional.empty(),
                        "The program " + program + " is not installed. Install it with: npm"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', delimiter = '|', textBlock = """
            echo hello          | exited with code 0 and printed 'hello'
            exit 0              | exited with code 0 and printed nothing
            echo agent 1.2; exit 4 | exited with code 4 and printed 'agent 1.2'
            echo oops >&2; exit 1  | exited with code 1 and printed 'oops'
            kill -9 $$          | exited with code 137 and printed nothing
            """)
    void shouldShowTheOutputOfAProgramThatPrintsNoVersion(String script, String shown) throws Exception {
        // Given
        String program = program(script);

        // When
        Health health = probe(program, PATIENCE);

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(health.message())
                .isEqualTo("The program " + program + " did not print its version: it " + shown
                        + ". Correct its path, or install it again. Install it with: npm");
    }

    @Test
    void shouldShowTheBeginningOfALongAnswer() throws Exception {
        // When
        Health health = probe(program("head -c 5000 /dev/zero | tr '\\0' x"), PATIENCE);

        // Then
        assertThat(health.message())
                .contains("printed '" + "x".repeat(200) + "'.")
                .hasSizeLessThan(500);
    }

    @Test
    void shouldStopAProgramThatHangs() throws Exception {
        // Given
        String program = program("sleep 300");

        // When
        Health health = probe(program, Duration.ofMillis(500));

        // Then
        assertThat(health)
                .isEqualTo(
                        new Health(
                                State.TIMED_OUT,
                                Optional.empty(),
                                "The program " + program
                                        + " did not end within 0.5 seconds and was stopped. Yardmaster repeats the check later."));
    }

    @Test
    void shouldKeepTheVersionWhenTheRestOfTheCheckTimesOut() throws Exception {
        // When
        Health health = probe(program("echo 'agent 1.2'"), PATIENCE, _ -> {
            throw new YardmasterException(ErrorCode.COMMAND_TIMED_OUT, "It did not list its models in time.");
        });

        // Then
        assertThat(health)
                .isEqualTo(new Health(
                        State.TIMED_OUT,
                        Optional.of("1.2"),
                        "It did not list its models in time. Yardmaster repeats the check later."));
    }

    @Test
    void shouldReportAFileThatIsNotExecutable() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("readme.txt"), "no program");

        // When
        Health health = probe(file.toString(), PATIENCE);

        // Then
        assertThat(health.state()).isEqualTo(State.BROKEN);
        assertThat(health.message())
                .isEqualTo("The program " + file + " is not an executable file. Correct its path or its permissions.");
    }

    private Health probe(String program, Duration limit) {
        return probe(program, limit, version -> new Health(State.READY, Optional.of(version), "next"));
    }

    private Health probe(String program, Duration limit, Function<String, Health> next) {
        LaunchSpec spec = new LaunchSpec(
                List.of(program, "--version"), Map.of("PATH", "/usr/bin:/bin"), directory, LaunchSpec.Input.EMPTY);
        return Probe.version(spec, FORM, "Install it with: npm", limit, next);
    }

    private String program(String script) throws IOException {
        Path program = Files.writeString(directory.resolve("program"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }
}
