package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionRegistryTest {
    private final SessionFixture fixture = new SessionFixture();
    private final RunningSession session = fixture.session(SessionFixture.task(fixture.provider()));
    private final UUID id = session.launch().session();
    private final SessionRegistry registry = new SessionRegistry();

    @Test
    void shouldFindARegisteredSession() {
        // Given
        register();

        // When
        Optional<RunningSession> found = registry.find(id);

        // Then
        assertThat(found).containsSame(session);
        assertThat(registry.log(id)).contains(session.log());
        assertThat(registry.ofAgent(SessionFixture.AGENT)).containsExactly(session);
        assertThat(registry.ofAgent(UUID.randomUUID())).isEmpty();
    }

    @Test
    void shouldKeepTheSessionThatWasRegisteredFirst() {
        // Given
        register();

        // When
        RunningSession again = registry.register(id, _ -> fixture.session(SessionFixture.task(fixture.provider())));

        // Then
        assertThat(again).isSameAs(session);
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void shouldNotKnowARemovedSession() {
        // Given
        register();
        registry.remove(id);

        // When
        Optional<RunningSession> found = registry.find(id);

        // Then
        assertThat(found).isEmpty();
        assertThat(registry.log(id)).isEmpty();
    }

    @Test
    void shouldWaitUntilTheLastSessionIsRemoved() throws InterruptedException {
        // Given
        register();
        Thread remover = Thread.startVirtualThread(() -> registry.remove(id));

        // When
        boolean empty = registry.awaitEmpty(Duration.ofSeconds(30));

        // Then
        remover.join();
        assertThat(empty).isTrue();
    }

    @Test
    void shouldGiveUpWaitingForASessionThatStays() throws InterruptedException {
        // Given
        register();

        // When
        boolean empty = registry.awaitEmpty(Duration.ofMillis(5));

        // Then
        assertThat(empty).isFalse();
    }

    @Test
    void shouldMeasureTheSessionsAndTheirLogs() {
        // Given
        var metrics = new SimpleMeterRegistry();
        new SessionMetrics(registry, metrics);

        // When
        register();

        // Then
        assertThat(metrics.get("yardmaster.sessions.running").gauge().value()).isEqualTo(1);
        assertThat(metrics.get("yardmaster.log.memory").gauge().value())
                .isEqualTo(session.log().footprint())
                .isPositive();
    }

    private void register() {
        registry.register(id, _ -> session);
    }
}
