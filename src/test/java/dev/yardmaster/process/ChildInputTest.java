package dev.yardmaster.process;

import static dev.yardmaster.process.Children.await;
import static dev.yardmaster.process.Children.dialogue;
import static dev.yardmaster.process.Children.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChildInputTest {
    private final Recorder recorder = new Recorder();

    @Test
    void shouldWriteAllLinesInOrderBeforeTheInputIsClosed() {
        // Given
        List<String> lines =
                IntStream.range(0, 20_000).mapToObj(i -> "Zeile " + i + " ü").toList();
        ChildProcess child = ChildProcess.start(dialogue("cat"), recorder);

        // When
        lines.forEach(child::write);
        child.closeInput();
        ProcessExit exit = await(child.exit());

        // Then
        assertThat(exit.code()).isZero();
        assertThat(recorder.lines).isEqualTo(lines);
    }

    @Test
    void shouldSendEachLineAtOnce() {
        // Given
        ChildProcess child = ChildProcess.start(dialogue("while read -r line; do echo \"got $line\"; done"), recorder);
        child.write("one");
        await().until(() -> recorder.lines.equals(List.of("got one")));

        // When
        child.write("two");

        // Then
        await().until(() -> recorder.lines.equals(List.of("got one", "got two")));
        child.closeInput();
        assertThat(await(child.exit()).code()).isZero();
    }

    @Test
    @Timeout(20)
    void shouldNotBlockTheCallerWhenTheChildNeverReads() {
        // Given
        ChildProcess child = ChildProcess.start(dialogue("exec sleep 60"), recorder);
        long start = System.nanoTime();

        // When
        IntStream.range(0, 10).forEach(_ -> child.write("x".repeat(100_000)));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        child.handle().destroyForcibly();
        assertThat(await(child.exit()).signal()).contains(9);
    }

    @Test
    void shouldRefuseLinesWhenTheQueueIsFull() {
        // Given
        ChildOptions options = ChildOptions.defaults().withMaxQueuedBytes(1_000_000);
        ChildProcess child = ChildProcess.start(dialogue("exec sleep 60"), recorder, options);
        child.write("x".repeat(600_000));

        // When
        var refused = assertThatThrownBy(() -> child.write("x".repeat(600_000)));

        // Then
        refused.isInstanceOf(YardmasterException.class)
                .hasMessageContaining("does not read its standard input")
                .extracting("code")
                .isEqualTo(ErrorCode.CONFLICT);
        child.handle().destroyForcibly();
        await(child.exit());
    }

    @Test
    void shouldDropLinesForAChildThatHasClosedItsInput() {
        // Given
        ChildProcess child = ChildProcess.start(dialogue("exec 0<&-; echo closed; sleep 0.3; exit 5"), recorder);
        await().until(() -> recorder.lines.contains("closed"));

        // When
        IntStream.range(0, 1_000).forEach(_ -> child.write("x".repeat(1_000)));

        // Then
        assertThat(await(child.exit()).code()).isEqualTo(5);
    }

    @Test
    void shouldDropLinesForAChildThatHasEnded() {
        // Given
        ChildProcess child = ChildProcess.start(dialogue("exit 6"), recorder);
        await(child.exit());

        // When
        child.write("too late");

        // Then
        assertThat(await(child.exit()).code()).isEqualTo(6);
    }

    @Test
    void shouldRefuseLinesAfterTheInputWasClosed() {
        // Given
        ChildProcess child = ChildProcess.start(dialogue("cat; sleep 0.3"), recorder);
        child.closeInput();

        // When
        var refused = assertThatThrownBy(() -> child.write("late"));

        // Then
        refused.isInstanceOf(YardmasterException.class).hasMessageContaining("closed");
        assertThat(await(child.exit()).code()).isZero();
    }

    @Test
    void shouldRefuseALineWithALineEnd() {
        // Given
        ChildProcess child = ChildProcess.start(dialogue("cat"), recorder);

        // When
        var refused = assertThatThrownBy(() -> child.write("one\ntwo"));

        // Then
        refused.isInstanceOf(IllegalArgumentException.class);
        child.closeInput();
        await(child.exit());
        assertThat(recorder.lines).isEmpty();
    }

    @Test
    void shouldStartWithoutInput() {
        // Given
        LaunchSpec spec = script("readlink /proc/self/fd/0; cat");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit.code()).isZero();
        assertThat(recorder.lines).containsExactly("/dev/null");
    }
}
