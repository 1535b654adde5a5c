package dev.yardmaster.provider.opencode.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which sessions share a server. The servers are programs that only wait. */
class OpenCodeServersTest {
    private static final ServerKey KEY = new ServerKey(List.of("sleep", "600"), Map.of("PATH", "/usr/bin:/bin"));
    private static final Path ONE = Path.of("/srv/one");
    private static final Path OTHER = Path.of("/srv/other");

    private final OpenCodeServers servers = new OpenCodeServers(Duration.ofMinutes(10), Duration.ofSeconds(1));

    @AfterEach
    void stopServers() {
        servers.close();
    }

    @Test
    void shouldShareAServerBetweenSessionsInDifferentDirectories() {
        // When
        OpenCodeServer first = servers.acquireAlone(KEY, ONE);
        OpenCodeServer second = servers.acquireAlone(KEY, OTHER);

        // Then
        assertThat(second).isSameAs(first);
    }

    @Test
    void shouldUseAnotherServerForASecondSessionInADirectory() {
        // Given
        OpenCodeServer first = servers.acquireAlone(KEY, ONE);

        // When
        OpenCodeServer second = servers.acquireAlone(KEY, ONE);
        OpenCodeServer third = servers.acquireAlone(KEY, OTHER);

        // Then
        assertThat(second).isNotSameAs(first);
        assertThat(third).isSameAs(first);
    }

    @Test
    void shouldUseTheFirstServerAgainAfterTheSessionInTheDirectory() {
        // Given
        OpenCodeServer first = servers.acquireAlone(KEY, ONE);
        servers.leave(first, ONE);
        servers.release(first, this);

        // When
        OpenCodeServer next = servers.acquireAlone(KEY, ONE);

        // Then
        assertThat(next).isSameAs(first);
    }
}
