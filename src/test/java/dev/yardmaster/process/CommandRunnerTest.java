package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandRunnerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void shouldReturnTheOutputAndTheExitCode() {
        // When
        CommandRunner.Output output =
                CommandRunner.run(Children.script("echo one; echo two; echo oops >&2; exit 3"), PATIENCE);

        // Then
        assertThat(output.stdout().lines()).containsExactly("one", "two");
        assertThat(output.exit())
                .extracting(ProcessExit::code, ProcessExit::stderr)
                .containsExactly(3, "oops");
        assertThat(output.ok()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(LaunchSpec.Input.class)
    void shouldWriteTheInputAndCloseIt(LaunchSpec.Input ignored) {
        // Given
        LaunchSpec cat = new LaunchSpec(List.of("/bin/cat"), Map.of(), directory, ignored);

        // When
        CommandRunner.Output output = CommandRunner.run(cat, List.of("one", "zwölf"), PATIENCE);

        // Then
        assertThat(output.stdout().lines()).containsExactly("one", "zwölf");
        assertThat(output.ok()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(LaunchSpec.Input.class)
    void shouldCloseTheInputWhenItIsEmpty(LaunchSpec.Input ignored) {
        // When
        CommandRunner.Output output =
                CommandRunner.run(new LaunchSpec(List.of("/bin/cat"), Map.of(), directory, ignored), PATIENCE);

        // Then
        assertThat(output.stdout()).isEmpty();
        assertThat(output.ok()).isTrue();
    }

    @Test
    void shouldAcceptAProgramThatDoesNotReadItsInput() {
        // When
        CommandRunner.Output output =
                CommandRunner.run(Children.script("exec <&-; echo done"), List.of("x".repeat(1 << 20)), PATIENCE);

        // Then
        assertThat(output.stdout().lines()).containsExactly("done");
    }

    @Test
    void shouldKeepABoundedPartOfALongOutput() {
        // When
        CommandRunner.Output output =
                CommandRunner.run(Children.script("yes 0123456789 | head -c 20000000; echo end"), PATIENCE);

        // Then
        assertThat(output.ok()).isTrue();
        assertThat(output.stdout().length()).isBetween(4_000_000, 4 << 20);
        assertThat(output.stdout().lines().limit(3)).containsOnly("0123456789");
    }

    @Test
    void shouldShowTheLastLinesOfBothOutputs() {
        // When
        CommandRunner.Output output = CommandRunner.run(Children.script("seq 9; echo; echo oops >&2"), PATIENCE);

        // Then
        assertThat(output.lastLines().lines()).containsExactly("5", "6", "7", "8", "9", "oops");
    }

    @Test
    void shouldStopAHangingProgramAndItsDescendants() throws Exception {
        // Given
        Path pids = directory.resolve("pids");
        LaunchSpec spec =
                Children.script("trap '' TERM; setsid sleep 300 & echo $! $$ > " + pids + "; sleep 300; sleep 300");

        // When / Then
        assertThatThrownBy(() -> CommandRunner.run(spec, Duration.ofMillis(700)))
                .isInstanceOfSatisfying(YardmasterException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_TIMED_OUT);
                    assertThat(e.detail()).isEqualTo("The program sh did not end within 0.7 seconds and was stopped.");
                });
        for (String pid : Files.readString(pids).strip().split(" ")) {
            await().atMost(PATIENCE)
                    .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
    }

    @Test
    void shouldStopDescendantsThatOutliveTheProgram() throws Exception {
        // Given
        Path pid = directory.resolve("pid");

        // When
        CommandRunner.Output output = CommandRunner.run(
                Children.script("setsid sleep 300 >/dev/null 2>&1 & echo $! > " + pid + "; echo done"), PATIENCE);

        // Then
        assertThat(output.stdout().lines()).containsExactly("done");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .filter(ProcessTable::running))
                .isEmpty();
    }

    @Test
    void shouldReportAMissingProgram() {
        // Given
        LaunchSpec spec = new LaunchSpec(List.of("/nonexistent/x"), Map.of(), directory, LaunchSpec.Input.EMPTY);

        // When / Then
        assertThatThrownBy(() -> CommandRunner.run(spec, PATIENCE))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("/nonexistent/x does not exist");
    }

    @Test
    void shouldStopTheProgramWhenTheThreadIsInterrupted() throws Exception {
        // Given
        Path pid = directory.resolve("pid");
        CompletableFuture<String> detail = new CompletableFuture<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>(false);
        Thread runner = Thread.startVirtualThread(() -> {
            try {
                CommandRunner.run(Children.script("echo $$ > " + pid + "; sleep 300"), PATIENCE);
            } catch (YardmasterException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
                detail.complete(e.detail());
            }
        });
        await().atMost(PATIENCE).until(() -> Files.exists(pid) && Files.size(pid) > 0);

        // When
        runner.interrupt();

        // Then
        assertThat(detail)
                .succeedsWithin(PATIENCE)
                .isEqualTo("The program sh was stopped because the service is stopping.");
        assertThat(interrupted).hasValue(true);
        long child = Long.parseLong(Files.readString(pid).strip());
        await().atMost(PATIENCE).until(() -> ProcessHandle.of(child).isEmpty());
    }
}
