package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.SessionFixture;
import dev.yardmaster.session.run.SessionLaunch;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TakenOverSessionsTest {
    private final SessionFixture kept = new SessionFixture();
    private final SessionFixture lost = new SessionFixture();
    private final SessionRegistry registry = new SessionRegistry();

    @Test
    void shouldStopTheSessionsThatHaveEndedInTheDatabase() {
        // Given
        start(kept);
        UUID ended = start(lost);
        var takenOver = new TakenOverSessions(registry, _ -> Uni.createFrom().item(List.of(ended, UUID.randomUUID())));

        // When
        takenOver.stopEnded();

        // Then
        assertThat(lost.connection.calls()).contains(FakeConnection.STOPPED);
        assertThat(kept.connection.calls()).doesNotContain(FakeConnection.STOPPED);
    }

    @Test
    void shouldAskTheDatabaseAboutTheRunningSessions() {
        // Given
        List<UUID> asked = new ArrayList<>();
        UUID running = start(kept);
        var takenOver = new TakenOverSessions(registry, ids -> {
            asked.addAll(List.of(ids));
            return Uni.createFrom().item(List.of());
        });

        // When
        takenOver.stopEnded();

        // Then
        assertThat(asked).containsExactly(running);
    }

    @Test
    void shouldNotAskTheDatabaseWhenNothingRuns() {
        // Given
        List<UUID[]> queries = new ArrayList<>();
        var takenOver = new TakenOverSessions(registry, ids -> {
            queries.add(ids);
            return Uni.createFrom().item(List.of());
        });

        // When
        takenOver.stopEnded();

        // Then
        assertThat(queries).isEmpty();
    }

    @Test
    void shouldStopAllSessionsWithoutTheDatabase() {
        // Given
        start(kept);
        start(lost);
        var takenOver = new TakenOverSessions(registry, _ -> Uni.createFrom().nothing());

        // When
        takenOver.stopAll();

        // Then
        assertThat(kept.connection.calls()).contains(FakeConnection.STOPPED);
        assertThat(lost.connection.calls()).contains(FakeConnection.STOPPED);
    }

    private UUID start(SessionFixture fixture) {
        SessionLaunch launch = SessionFixture.task(fixture.provider());
        registry.register(launch.session(), _ -> fixture.session(launch)).start(launch);
        return launch.session();
    }
}
