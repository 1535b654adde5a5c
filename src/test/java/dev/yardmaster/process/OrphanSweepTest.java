package dev.yardmaster.process;

import static dev.yardmaster.process.Children.await;
import static dev.yardmaster.process.Children.newMarker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrphanSweepTest {
    private final EnvironmentMarker marker = newMarker();

    @Test
    void shouldStopProcessesOfAnEarlierRun() throws IOException {
        // Given
        leaveBehind("exec sleep 60");
        leaveBehind("trap '' TERM; exec sleep 60");
        Set<ProcessHandle> orphans = orphans(2);

        // When
        List<OrphanSweep.Stopped> stopped = await(OrphanSweep.run(marker, Children.MOMENT));

        // Then
        assertThat(orphans).noneMatch(ProcessTable::running);
        assertThat(stopped)
                .extracting(OrphanSweep.Stopped::pid)
                .containsExactlyInAnyOrderElementsOf(
                        orphans.stream().map(ProcessHandle::pid).toList());
        assertThat(stopped).allSatisfy(process -> assertThat(process.command()).endsWith("/sleep"));
    }

    @Test
    void shouldStopNothingWithoutLeftovers() {
        // When
        List<OrphanSweep.Stopped> stopped = await(OrphanSweep.run(marker, Children.MOMENT));

        // Then
        assertThat(stopped).isEmpty();
    }

    @Test
    void shouldSpareProcessesWhoseValueOnlyBeginsWithTheMarker() throws IOException {
        // Given
        leaveBehind("exec sleep 60");
        Set<ProcessHandle> others = orphans(1);
        String value = marker.value();

        // When
        List<OrphanSweep.Stopped> stopped = await(OrphanSweep.run(
                new EnvironmentMarker(marker.name(), value.substring(0, value.length() - 1)), Children.MOMENT));

        // Then
        assertThat(stopped).isEmpty();
        assertThat(others).allMatch(ProcessTable::running);
        others.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldNeverFindThisProcessOrItsAncestors() {
        // Given
        EnvironmentMarker own = new EnvironmentMarker("PATH", System.getenv("PATH"));
        ProcessHandle self = ProcessHandle.current();

        // When
        Set<ProcessHandle> found = ProcessTable.withMarker(own);

        // Then
        Stream.concat(Stream.of(self), self.parent().stream())
                .forEach(spared -> assertThat(found).doesNotContain(spared));
    }

    /** Starts a process whose parent has ended. */
    private void leaveBehind(String script) throws IOException {
        ProcessBuilder parent = new ProcessBuilder("sh", "-c", "setsid sh -c \"$SCRIPT\" >/dev/null 2>&1 &");
        parent.environment().put(marker.name(), marker.value());
        parent.environment().put("SCRIPT", script);
        parent.start().onExit().join();
    }

    private Set<ProcessHandle> orphans(int count) {
        await().until(() -> sleeping() == count);
        return ProcessTable.withMarker(marker);
    }

    private long sleeping() {
        return ProcessTable.withMarker(marker).stream()
                .filter(process -> process.info().command().orElse("").endsWith("/sleep"))
                .count();
    }
}
