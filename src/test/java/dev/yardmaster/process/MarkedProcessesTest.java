package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MarkedProcessesTest {
    private static final String NAME = "YARDMASTER_MARKED_TEST";

    @Test
    void shouldEndMarkedProcessesAndRememberedOnesWithoutTheMarker() throws Exception {
        // Given
        var marker = new EnvironmentMarker(NAME, UUID.randomUUID().toString());
        Process shell = start(marker, "setsid sleep 60 & env -i sleep 61 & wait");
        await().until(() -> shell.descendants().count() == 2);
        List<ProcessHandle> all = shell.descendants().toList();
        var marked = new MarkedProcesses(marker);
        marked.remember();
        shell.destroyForcibly().waitFor();

        // When
        marked.end(Duration.ofSeconds(2));

        // Then
        assertThat(all).noneMatch(ProcessTable::running);
    }

    @Test
    void shouldSpareProcessesWithAnotherMarker() throws Exception {
        // Given
        Process other = start(new EnvironmentMarker(NAME, UUID.randomUUID().toString()), "exec sleep 60");
        var marked = new MarkedProcesses(
                new EnvironmentMarker(NAME, UUID.randomUUID().toString()));

        // When
        marked.end(Duration.ofSeconds(2));

        // Then
        assertThat(other.isAlive()).isTrue();
        other.destroyForcibly();
    }

    private static Process start(EnvironmentMarker marker, String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().putAll(Map.of(marker.name(), marker.value()));
        return builder.start();
    }
}
