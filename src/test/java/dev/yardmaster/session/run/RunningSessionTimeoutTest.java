package dev.yardmaster.session.run;

import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session that takes too long, by a clock that the test advances. */
@Timeout(60)
class RunningSessionTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;

    @Test
    void shouldEndACliThatPrintsNothing() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        fixture.time.advance(TestSessionConfig.FIRST_EVENT.plus(SECOND));

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The first-event watchdog ended the session: the CLI printed no event within 1m30s."));
    }

    @Test
    void shouldCountTheTimeFromTheStartAndNotFromTheRegistration() {
        // Given
        RunningSession session = taskSession();
        fixture.time.advance(TestSessionConfig.WALL_CLOCK.plus(SECOND));
        session.tick();
        session.start(session.launch());

        // When
        session.tick();

        // Then
        assertThat(connection.calls()).containsExactly("message go");
    }

    @Test
    void shouldEndACliThatOnlyRetries() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started");
        fixture.time.advance(TestSessionConfig.IDLE.plus(SECOND));
        print(session, "retry");

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .equals("The idle watchdog ended the session: nothing happened for 10m."
                                + " The CLI was retrying because: connection refused"));
    }

    @Test
    void shouldKeepTheOutcomeOfACliThatDoesNotExit() {
        // Given
        RunningSession session = taskSession();
        CompletionStage<SessionEnd> end = session.start(session.launch());
        print(session, "started", "done");
        fixture.time.advance(TestSessionConfig.EXIT.plus(SECOND));

        // When
        session.tick();
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).containsExactly("message go", "reply", CLOSED, STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
    }

    private RunningSession taskSession() {
        return fixture.session(SessionFixture.task(fixture.provider()));
    }
}
