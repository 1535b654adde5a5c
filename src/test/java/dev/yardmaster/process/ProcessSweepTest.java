package dev.yardmaster.process;

import static dev.yardmaster.process.Children.newMarker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProcessSweepTest {
    private final EnvironmentMarker marker = newMarker();
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void shouldSendSigkillEvenIfEachSearchTakesLongerThanAllGraces() {
        // Given
        Recorder recorder = new Recorder();
        ChildProcess child = ChildProcess.start(
                Children.marked("trap '' TERM; echo $$; while :; do sleep 0.1; done", marker, Map.of()), recorder);
        await().until(() -> !recorder.lines.isEmpty());

        // When
        Set<ProcessHandle> stopped = new ProcessSweep(this::slowSearch, nanoTime::get).stop(Duration.ofSeconds(3));

        // Then
        assertThat(stopped).contains(child.handle());
        assertThat(ProcessTable.running(child.handle())).isFalse();
    }

    private Set<ProcessHandle> slowSearch() {
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        return ProcessTable.withMarker(marker).stream()
                .filter(ProcessTable::running)
                .collect(Collectors.toSet());
    }
}
