package dev.yardmaster.process;

import static dev.yardmaster.process.Children.await;
import static dev.yardmaster.process.Children.dialogue;
import static dev.yardmaster.process.Children.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChildExitTest {
    private final Recorder recorder = new Recorder();

    @Test
    void shouldReportTheExitCodeAndTheLastErrorLines() {
        // Given
        LaunchSpec spec = script("echo first >&2; echo last >&2; exit 42");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit).isEqualTo(new ProcessExit(42, Optional.empty(), "first\nlast"));
    }

    @Test
    void shouldReportTheSignal() {
        // Given
        LaunchSpec spec = script("kill -KILL $$");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit).isEqualTo(new ProcessExit(137, Optional.of(9), ""));
    }

    @Test
    void shouldReportNoSignalForALargerExitCode() {
        // Given
        LaunchSpec spec = script("exit 255");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit).isEqualTo(new ProcessExit(255, Optional.empty(), ""));
    }

    @Test
    void shouldGiveUpAPipeThatALeftoverProcessKeepsOpen() {
        // Given
        ChildOptions options = ChildOptions.defaults().withPipeGrace(Children.MOMENT);
        ChildProcess child = ChildProcess.start(
                dialogue("sleep 60 & echo $!; read go; printf unfinished; exit 3"), recorder, options);
        await().until(() -> !recorder.lines.isEmpty());
        ProcessHandle holder =
                ProcessHandle.of(Long.parseLong(recorder.lines.getFirst())).orElseThrow();

        // When
        child.write("go");
        ProcessExit exit = await(child.exit());

        // Then
        assertThat(exit.code()).isEqualTo(3);
        assertThat(recorder.lines.getLast()).isEqualTo("unfinished");
        assertThat(ProcessTable.running(holder)).isTrue();
        holder.destroyForcibly();
    }

    @Test
    void shouldReportTheExitOfAChildThatClosedItsPipesEarly() {
        // Given
        LaunchSpec spec = script("echo printed; exec >&- 2>&-; sleep 0.3; exit 4");

        // When
        ProcessExit exit = await(ChildProcess.start(spec, recorder).exit());

        // Then
        assertThat(exit.code()).isEqualTo(4);
        assertThat(recorder.lines).containsExactly("printed");
    }

    @Test
    void shouldKnowThePidAndTheStartTime() {
        // Given
        Instant before = Instant.now();

        // When
        ChildProcess child = ChildProcess.start(script("echo $$"), recorder);

        // Then
        await(child.exit());
        assertThat(recorder.lines).containsExactly(Long.toString(child.pid()));
        assertThat(child.startedAt()).isCloseTo(before, within(5, ChronoUnit.SECONDS));
    }
}
