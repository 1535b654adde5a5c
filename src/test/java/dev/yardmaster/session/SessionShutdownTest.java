package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.SessionFixture;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.session.run.TestSessionConfig;
import io.quarkus.runtime.ShutdownEvent;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionShutdownTest {
    private final SessionFixture fixture = new SessionFixture();
    private final FinisherFixture service = new FinisherFixture();
    private final SessionLaunch launch = SessionFixture.task(fixture.provider());
    private final SessionShutdown shutdown = new SessionShutdown(service.registry, new TestSessionConfig());

    @BeforeEach
    void launch() {
        new SessionLauncher(service.registry, fixture::session, UnaryOperator.identity(), service.finisher, () -> true)
                .launch(launch);
    }

    @Test
    void shouldEndAllSessionsAsLost() throws InterruptedException {
        // Given
        fixture.connection.exitWhenStopped();

        // When
        shutdown.stop(new ShutdownEvent());

        // Then
        assertThat(service.stored)
                .extracting(FinisherFixture.Stored::end)
                .containsExactly(SessionEnd.of(SessionState.LOST, "The service was stopped.")
                        .after(FakeConnection.CLEAN));
        assertThat(service.registry.size()).isZero();
    }

    @Test
    void shouldNotWaitForeverForACliThatDoesNotExit() throws InterruptedException {
        // When
        shutdown.stop(new ShutdownEvent());

        // Then
        assertThat(fixture.connection.calls()).contains(FakeConnection.STOPPED);
        assertThat(service.registry.size()).isEqualTo(1);
        assertThat(service.registry.isClosed()).isTrue();
    }
}
