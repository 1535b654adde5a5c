package dev.yardmaster.process;

import static dev.yardmaster.process.Children.await;
import static dev.yardmaster.process.Children.marked;
import static dev.yardmaster.process.Children.newMarker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class KillLadderTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Children.MOMENT;
    private static final String STUBBORN = "trap '' TERM; echo $$; while :; do sleep 0.1; done";

    private final EnvironmentMarker marker = newMarker();
    private final Recorder recorder = new Recorder();

    @Test
    void shouldSendNoSignalWhenTheChildEndsAfterThePoliteStep() {
        // Given
        ChildProcess child = start("echo ready; cat; exit 7", 1);

        // When
        ProcessExit exit = await(ladder(child).stop(child::closeInput, LONG, LONG));

        // Then
        assertThat(exit.code()).isEqualTo(7);
    }

    @Test
    void shouldSendSigtermWhenThePoliteStepHasNoEffect() {
        // Given
        ChildProcess child = start("trap 'exit 8' TERM; echo ready; while :; do sleep 0.1; done", 1);

        // When
        ProcessExit exit = await(ladder(child).stop(() -> {}, SHORT, LONG));

        // Then
        assertThat(exit.code()).isEqualTo(8);
    }

    @Test
    void shouldKillAChildThatIgnoresSigterm() {
        // Given
        ChildProcess child = start(STUBBORN, 1);

        // When
        ProcessExit exit = await(ladder(child).stop(() -> {}, SHORT, SHORT));

        // Then
        assertThat(exit.signal()).contains(9);
        assertGone();
    }

    @Test
    void shouldContinueWhenThePoliteStepFails() {
        // Given
        ChildProcess child = start("echo $$; exec sleep 60", 1);
        Runnable failing = () -> {
            throw new IllegalStateException("This polite step fails on purpose");
        };

        // When
        ProcessExit exit = await(ladder(child).stop(failing, SHORT, LONG));

        // Then
        assertThat(exit.signal()).contains(15);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // in a session and process group of its own
                "setsid sh -c 'echo $$; exec sleep 60' & cat",
                // its parent ends at once, so it becomes a child of init
                "(setsid sh -c 'echo $$; exec sleep 60' &); cat",
                // ignores SIGTERM as well
                "(setsid sh -c \"trap '' TERM; echo \\$\\$; exec sleep 60\" &); cat",
                // has lost the marker, but is still a descendant
                "env -i PATH=/usr/bin:/bin setsid sh -c 'echo $$; exec sleep 60' & cat",
                // has lost the marker, and its parent is the first to go
                "sh -c \"env -i PATH=/usr/bin:/bin setsid sh -c 'echo \\$\\$; exec sleep 60' & wait\" & cat",
            })
    void shouldStopToolsOutsideOfTheProcessGroup(String script) {
        // Given
        ChildProcess child = start(script, 1);

        // When
        await(ladder(child).stop(child::closeInput, LONG, LONG));

        // Then
        assertGone();
    }

    @Test
    void shouldStopToolsOfAChildThatMustBeKilled() {
        // Given
        ChildProcess child = start("(setsid sh -c \"" + STUBBORN.replace("$", "\\$") + "\" &); " + STUBBORN, 2);

        // When
        await(ladder(child).stop(() -> {}, SHORT, SHORT));

        // Then
        assertGone();
    }

    @Test
    void shouldKillHundredsOfToolsThatIgnoreSigterm() {
        // Given
        int count = 300;
        ChildProcess child =
                start("trap '' TERM; for i in $(seq " + count + "); do setsid sleep 60 & echo $!; done; cat", count);

        // When
        await(ladder(child).stop(child::closeInput, LONG, SHORT));

        // Then
        assertThat(recorder.lines).hasSize(count);
        assertGone();
    }

    @Test
    void shouldStopLeftoversOfAChildThatEndsByItself() {
        // Given
        ChildProcess child = start("(setsid sh -c 'echo $$; exec sleep 60' >&2 &); read go; exit 0", 0);
        KillLadder ladder = ladder(child);
        await().until(() -> ProcessTable.withMarker(marker).size() == 2);
        List<ProcessHandle> marked = List.copyOf(ProcessTable.withMarker(marker));

        // When
        child.write("go");
        ProcessExit exit = await(ladder.gone());

        // Then
        assertThat(exit.code()).isZero();
        assertThat(marked).noneMatch(ProcessTable::running);
    }

    @Test
    void shouldSpareProcessesOfOtherSessions() {
        // Given
        ChildProcess other =
                ChildProcess.start(marked("echo $$; exec sleep 60", newMarker(), Map.of()), new Recorder());
        ChildProcess child = start("echo $$; exec sleep 60", 1);

        // When
        await(ladder(child).stop(() -> {}, Duration.ZERO, LONG));

        // Then
        assertThat(ProcessTable.running(other.handle())).isTrue();
        other.handle().destroyForcibly();
    }

    @Test
    void shouldStopOnce() {
        // Given
        AtomicInteger politeRuns = new AtomicInteger();
        ChildProcess child = start("echo ready; exec sleep 60", 1);
        KillLadder ladder = ladder(child);

        // When
        CompletionStage<ProcessExit> first = ladder.stop(politeRuns::incrementAndGet, SHORT, LONG);
        CompletionStage<ProcessExit> second = ladder.stop(politeRuns::incrementAndGet, SHORT, LONG);

        // Then
        assertThat(await(first)).isEqualTo(await(second));
        assertThat(politeRuns).hasValue(1);
    }

    @Test
    void shouldReturnTheExitOfAChildThatHasAlreadyEnded() {
        // Given
        ChildProcess child = start("exit 9", 0);
        KillLadder ladder = ladder(child);
        await(ladder.gone());

        // When
        ProcessExit exit = await(ladder.stop(() -> {}, LONG, LONG));

        // Then
        assertThat(exit.code()).isEqualTo(9);
    }

    private KillLadder ladder(ChildProcess child) {
        return KillLadder.over(child, marker, SHORT);
    }

    /** Starts a script with the marker and waits until it, or its tool, has printed this number of lines. */
    private ChildProcess start(String script, int lines) {
        ChildProcess child = ChildProcess.start(marked(script, marker, Map.of()), recorder);
        await().until(() -> recorder.lines.size() >= lines);
        return child;
    }

    /** Expects that each printed line is a pid. */
    private void assertGone() {
        assertThat(recorder.lines)
                .isNotEmpty()
                .noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessTable::running)
                        .isPresent());
    }
}
