package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.SessionFixture;
import dev.yardmaster.session.run.SessionLaunch;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionTickerTest {
    private final SessionRegistry registry = new SessionRegistry();
    private final SessionTicker ticker = new SessionTicker(registry);

    @Test
    void shouldCheckTheOtherSessionsWhenOneCannotBeChecked() {
        // Given
        List<SessionFixture> sessions =
                Stream.generate(SessionFixture::new).limit(5).toList();
        sessions.forEach(this::start);
        sessions.forEach(session -> session.advance(Duration.ofDays(1)));
        sessions.get(2).failChecks();

        // When
        ticker.tick();

        // Then
        assertThat(sessions)
                .allSatisfy(session -> assertThat(session.connection.calls()).contains(FakeConnection.STOPPED));
    }

    private void start(SessionFixture fixture) {
        SessionLaunch launch = SessionFixture.task(fixture.provider());
        registry.register(launch.session(), _ -> fixture.session(launch)).start(launch);
    }
}
