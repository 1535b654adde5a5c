package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code target/yardmaster demo}, as a user runs it with its output in a file. */
class DemoIT {
    private static final Pattern HOME = Pattern.compile("Starting the service in (\\S+)");
    private static final int INTERRUPTED = 130;

    @TempDir
    Path directory;

    private Path output;
    private Process demo;

    @AfterEach
    void stop() throws InterruptedException {
        if (demo != null) {
            demo.destroy();
            demo.waitFor(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldShowACrewAtWork() throws Exception {
        // When
        start();

        // Then
        assertThat(demo.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(output()).isZero();
        assertThat(output())
                .containsSubsequence(
                        "on west   \u2630 plans 5 tasks", "on south  ? When is", "\u2709 At night, in autumn.")
                .containsSubsequence(
                        "on north  \u2717 limit reached",
                        "on south  \u21b7 continues the work of the last session",
                        "\u23f8 Every executable is limited.",
                        "\u25b6 The limit was reset. Work continues by itself.",
                        "\u2709 The plan 'opening-day' has ended.",
                        "git log",
                        "Yardmaster: Begin the book",
                        "\u2713 5 of 5 tasks of the director's plan are done.",
                        "\u2713 A worker asked the director, its task waited, and it went on with the answer.",
                        "\u2713 The work of 5 tasks was tested and merged, one after the other.",
                        "\u2713 A session met the limit of 'north' in the middle of its task.",
                        "\u2713 The next executable of the chain continued the task: north \u2192 south.",
                        "\u2713 With every executable limited, no session started until the soonest reset.",
                        "yardmaster start",
                        "yardmaster agent register ada --role worker")
                .contains(": Haiku: tracks", "linus: Haiku: signals", "tim: Haiku: timetable")
                .doesNotContain("\u001b", "\r");
        assertNothingIsLeft();
    }

    @Test
    void shouldLeaveNothingBehindAfterCtrlC() throws Exception {
        // Given
        start();
        await().atMost(180, TimeUnit.SECONDS).until(() -> output().contains("\u25b6 starts"));
        assertThat(processesOn(home())).isNotEmpty();

        // When
        new ProcessBuilder("kill", "-INT", Long.toString(demo.pid())).start().waitFor();

        // Then
        assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).as(output()).isEqualTo(INTERRUPTED);
        assertThat(output()).doesNotContain("Exception");
        assertNothingIsLeft();
    }

    /**
     * Starts the demo with settings of a user that must not affect it. If this test runs in the background it ignores SIGINT, and so would
     * the demo without {@code env}.
     */
    private void start() throws IOException {
        output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        "env", "--default-signal=INT", PackagedService.EXECUTABLE.toString(), "demo")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("YARDMASTER_DATABASE_URL", "postgresql://ann:secret@127.0.0.1:1/crew");
        builder.environment().put("YARDMASTER_AGENT_PROVIDER_OVERRIDE", "codex");
        demo = builder.start();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(home()).doesNotExist();
        assertThat(processesOn(home())).isEmpty();
    }

    private String output() throws IOException {
        return Files.readString(output);
    }

    private Path home() throws IOException {
        Matcher home = HOME.matcher(output());
        assertThat(home.find()).as(output()).isTrue();
        return Path.of(home.group(1));
    }

    /** The processes whose command line names the home: the server of the database, and the agents. */
    private static List<Path> processesOn(Path home) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> commandLine(process).contains(home.toString()))
                    .toList();
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // The process has ended.
            return "";
        }
    }
}
