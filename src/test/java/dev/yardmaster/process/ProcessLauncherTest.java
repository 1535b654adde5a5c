package dev.yardmaster.process;

import static dev.yardmaster.process.Children.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLauncherTest {
    @TempDir
    private Path directory;

    private Path program;
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void writeProgram() throws IOException {
        program = directory.resolve("my-agent");
        Files.writeString(program, "#!/bin/sh\npwd\n");
        permit("rwxr-xr-x");
    }

    @Test
    void shouldFindAProgramOnThePathOfTheChild() {
        // Given
        LaunchSpec spec = spec("/nowhere::" + directory, "my-agent");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit.code()).isZero();
        assertThat(recorder.lines).containsExactly(directory.toString());
    }

    @Test
    void shouldPassTheGivenEnvironmentOnly() {
        // Given
        LaunchSpec spec =
                new LaunchSpec(List.of("/usr/bin/env"), Map.of("GREETING", "hello"), directory, LaunchSpec.Input.EMPTY);

        // When
        await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(recorder.lines).containsExactly("GREETING=hello");
    }

    @Test
    void shouldFindARelativePathInTheWorkingDirectory() {
        // Given
        LaunchSpec spec = spec("/usr/bin:/bin", "./my-agent");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit.code()).isZero();
    }

    @Test
    void shouldNotRunAProgramOfTheWorkingDirectory() {
        // When
        String detail = failureOf(spec(".:", "my-agent"));

        // Then
        assertThat(detail).contains("The program my-agent was not found on the PATH .:", "Install it");
    }

    @Test
    void shouldReportAMissingPathVariable() {
        // When
        String detail = failureOf(new LaunchSpec(List.of("my-agent"), Map.of(), directory, LaunchSpec.Input.EMPTY));

        // Then
        assertThat(detail).contains("my-agent", "not set");
    }

    @Test
    void shouldReportAMissingProgram() {
        // When
        String detail = failureOf(spec("/bin", directory + "/gone"));

        // Then
        assertThat(detail).contains(directory + "/gone does not exist", "Install it");
    }

    @Test
    void shouldReportAProgramThatIsNotExecutable() throws IOException {
        // Given
        permit("rw-r--r--");

        // When
        String detail = failureOf(spec("/bin", program.toString()));

        // Then
        assertThat(detail).contains(program + " is not an executable file");
    }

    @Test
    void shouldReportAMissingInterpreter() throws IOException {
        // Given
        Files.writeString(program, "#!/nowhere/node\n");

        // When
        String detail = failureOf(spec("/bin", program.toString()));

        // Then
        assertThat(detail).contains(program.toString(), "interpreter");
    }

    @Test
    void shouldReportAMissingWorkingDirectory() {
        // When
        String detail =
                failureOf(new LaunchSpec(List.of("sh"), Map.of(), directory.resolve("gone"), LaunchSpec.Input.EMPTY));

        // Then
        assertThat(detail).contains("working directory " + directory.resolve("gone") + " does not exist");
    }

    @Test
    void shouldReportArgumentsThatAreTooLong() {
        // When
        String detail = failureOf(spec("/bin", program.toString(), "x".repeat(3_000_000)));

        // Then
        assertThat(detail).contains(program.toString(), "too long").hasSizeLessThan(1_000);
    }

    @Test
    void shouldRefuseNulInAnArgumentWithoutShowingIt() {
        // When
        String detail = failureOf(spec("/bin", program.toString(), "a secret\0prompt"));

        // Then
        assertThat(detail).contains("Argument 1", "NUL").doesNotContain("secret");
    }

    @Test
    void shouldRefuseNulInTheEnvironmentWithoutShowingTheValue() {
        // When
        String detail = failureOf(
                new LaunchSpec(List.of("/bin/sh"), Map.of("TOKEN", "abc\0def"), directory, LaunchSpec.Input.EMPTY));

        // Then
        assertThat(detail).contains("TOKEN", "NUL").doesNotContain("abc");
    }

    private LaunchSpec spec(String path, String... command) {
        return new LaunchSpec(List.of(command), Map.of("PATH", path), directory, LaunchSpec.Input.EMPTY);
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(permissions));
    }

    private String failureOf(LaunchSpec spec) {
        YardmasterException[] failure = new YardmasterException[1];
        assertThatThrownBy(() -> ChildProcess.start(spec, recorder))
                .isInstanceOfSatisfying(YardmasterException.class, e -> failure[0] = e);
        assertThat(failure[0].code()).isEqualTo(ErrorCode.LAUNCH_FAILED);
        return failure[0].detail();
    }
}
