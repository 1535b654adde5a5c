package dev.yardmaster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakeClaudeTest {
    private static final EventFlood FLOOD = EventFlood.of(100);

    @TempDir
    Path directory;

    private Path stdout;
    private Path stderr;
    private Process process;

    @BeforeEach
    void chooseFiles() {
        stdout = directory.resolve("out");
        stderr = directory.resolve("err");
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void shouldPrintAfterTheFirstLineAndStayUntilTheInputEnds() throws Exception {
        // Given
        start(FakeClaude.printing(FLOOD).exitCode(3), Redirect.PIPE);
        await().during(Duration.ofMillis(100)).until(() -> Files.size(stdout) == 0);

        // When
        send("{\"type\":\"user\"}\n");

        // Then
        await().untilAsserted(() -> assertThat(stdout).hasSameBinaryContentAs(session()));
        assertThat(process.isAlive()).isTrue();
        process.getOutputStream().close();
        assertThat(exitCode()).isEqualTo(3);
    }

    @Test
    void shouldPrintWithoutAnyInput() throws Exception {
        // Given
        FakeClaude fake = FakeClaude.printing(FLOOD);

        // When
        start(fake, Redirect.from(new File("/dev/null")));

        // Then
        assertThat(exitCode()).isZero();
        assertThat(stdout).hasSameBinaryContentAs(session());
    }

    @Test
    void shouldExitWithTheInputOpen() throws Exception {
        // Given
        start(FakeClaude.printing(FLOOD).exitsByItself().exitCode(4), Redirect.PIPE);

        // When
        send("go\n");

        // Then
        assertThat(exitCode()).isEqualTo(4);
    }

    @Test
    void shouldPrintManyLinesOnStandardError() throws Exception {
        // Given
        FakeClaude fake = FakeClaude.printing(FLOOD).stderrLines(20_000);

        // When
        start(fake, Redirect.from(new File("/dev/null")));

        // Then
        assertThat(exitCode()).isZero();
        assertThat(stderr).hasSize(2_000_000);
        assertThat(stdout).hasSameBinaryContentAs(session());
    }

    @Test
    void shouldKillItselfInACrash() throws Exception {
        // Given
        FakeClaude fake = FakeClaude.printing(FLOOD.crashAfter(50));

        // When
        start(fake, Redirect.from(new File("/dev/null")));

        // Then
        assertThat(exitCode()).isEqualTo(128 + 9);
        assertThat(Files.readAllLines(stdout))
                .filteredOn(line -> line.contains("text_delta"))
                .hasSize(51);
    }

    private void start(FakeClaude fake, Redirect input) throws IOException {
        Path script = fake.install(Files.createDirectory(directory.resolve("fake")));
        process = new ProcessBuilder(script.toString(), "-p", "--output-format", "stream-json")
                .redirectInput(input)
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
    }

    private void send(String line) throws IOException {
        process.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private int exitCode() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Path session() {
        return directory.resolve("fake/stdout.jsonl");
    }
}
