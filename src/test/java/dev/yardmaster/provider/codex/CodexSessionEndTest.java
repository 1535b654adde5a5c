package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.CodexFixture.accepted;
import static dev.yardmaster.provider.codex.CodexFixture.completed;
import static dev.yardmaster.provider.codex.CodexFixture.fatalError;
import static dev.yardmaster.provider.codex.CodexFixture.limits;
import static dev.yardmaster.provider.codex.CodexFixture.notification;
import static dev.yardmaster.provider.codex.CodexFixture.opened;
import static dev.yardmaster.provider.codex.CodexFixture.threadStatus;
import static dev.yardmaster.provider.codex.CodexFixture.turnCompleted;
import static dev.yardmaster.provider.codex.CodexFixture.turnStarted;
import static dev.yardmaster.provider.codex.CodexFixture.usage;
import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.FakeProvider;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** When a task's session on Codex is over, and with which result. */
class CodexSessionEndTest {
    private static final Instant RESET = Instant.parse("2026-07-01T12:00:00Z");
    private static final String FULL = limits("'limitId':'codex','primary':{'usedPercent':100,'windowDurationMins':300,"
            + "'resetsAt':" + RESET.getEpochSecond() + "}");
    private static final String REFUSED =
            fatalError("'message':'You have hit your usage limit.','codexErrorInfo':'usageLimitExceeded'");
    private static final String ANSWER = completed("{'type':'agentMessage','id':'a','text':'FINAL'}");
    private static final Duration SECONDS = Duration.ofSeconds(5);

    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;
    private final RunningSession session = fixture.session(SessionFixture.task(new FakeProvider(
            () -> connection,
            prompt ->
                    CodexFixture.appServer(CodexFixture.request(LaunchMode.BIDIRECTIONAL, Optional.empty(), prompt)))));
    private final CompletionStage<SessionEnd> end = session.start(session.launch());

    @Test
    void shouldBeLimitedWithinSecondsWhenTheThreadStopsWithoutTheEndOfTheTurn() {
        // Given
        begin();

        // When
        print(session, FULL, REFUSED, threadStatus("systemError"));
        fixture.pass(session, SECONDS);
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).endsWith(CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.LIMITED);
        assertThat(end).isCompletedWithValueMatching(it -> it.resetsAt().equals(Optional.of(RESET)));
        assertThat(SessionFixture.events(session)).containsOnlyOnce("error");
    }

    @Test
    void shouldCompleteWithinSecondsWhenTheThreadIsIdleWithoutTheEndOfTheTurn() {
        // Given
        begin();

        // When
        print(session, ANSWER, usage("turn-1", 10, 10), threadStatus("idle"));
        fixture.pass(session, SECONDS);
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).endsWith(CLOSED);
        assertCompleted();
        assertThat(session.usage().outputTokens()).isEqualTo(10);
    }

    @Test
    void shouldEndATurnOnceWhoseEndIsReportedLate() {
        // Given
        begin();
        print(session, ANSWER, threadStatus("idle"));
        fixture.pass(session, SECONDS);
        List<String> before = SessionFixture.events(session);

        // When
        print(session, turnCompleted("turn-1", "completed"));
        connection.exit(CLEAN);

        // Then
        assertThat(SessionFixture.events(session)).isEqualTo(before);
        assertCompleted();
    }

    @Test
    void shouldWaitForTheEndOfTheTurnWhileTheThreadIsActive() {
        // Given
        begin();
        print(session, threadStatus("idle"), threadStatus("active"), ANSWER);

        // When
        fixture.pass(session, SECONDS);

        // Then
        assertThat(connection.calls()).doesNotContain(CLOSED);
    }

    @Test
    void shouldFailWhenTheThreadStopsWithAnErrorThatHasNoReason() {
        // Given
        begin();

        // When
        print(session, threadStatus("systemError"));
        fixture.pass(session, SECONDS);
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end)
                .isCompletedWithValueMatching(it ->
                        it.reason().equals("Codex reported a system error, and no reason for it. Run the task again."));
    }

    @Test
    void shouldBeLimitedWhenTheWatchdogEndsTheSession() {
        // Given
        begin();

        // When
        print(session, FULL, REFUSED);
        fixture.pass(session, Duration.ofMinutes(16));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.LIMITED);
        assertThat(end).isCompletedWithValueMatching(it -> it.resetsAt().equals(Optional.of(RESET)));
    }

    @Test
    void shouldTakeTheOutputOfACommandForASignOfLife() {
        // Given
        begin();
        print(session, notification("item/started", "'item':{'type':'commandExecution','id':'c','command':'make'}"));
        for (int minute = 0; minute < 60; minute += 10) {
            print(session, notification("item/commandExecution/outputDelta", "'itemId':'c','delta':'.'"));
            fixture.pass(session, Duration.ofMinutes(10));
        }

        // When
        print(session, ANSWER, turnCompleted("turn-1", "completed"));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).doesNotContain(STOPPED);
        assertCompleted();
    }

    @Test
    void shouldFailATurnWithoutAnItemAndWithoutATokenAsDoneNothing() {
        // Given
        begin();

        // When
        print(session, turnCompleted("turn-1", "completed"));
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason().startsWith("The CLI reported the end of the turn"));
    }

    @Test
    void shouldWaitForATurnThatCodexStartsByItself() {
        // Given
        begin();
        print(
                session,
                completed("{'type':'agentMessage','id':'b','text':'interim'}"),
                turnCompleted("turn-1", "completed"));

        // When
        print(session, turnStarted("turn-2"), ANSWER, turnCompleted("turn-2", "completed"));
        connection.exit(CLEAN);

        // Then
        assertThat(SessionFixture.events(session)).contains("turn.started");
        assertCompleted();
    }

    private void begin() {
        print(session, opened(), threadStatus("active"), turnStarted("turn-1"), accepted(3, "turn-1"));
    }

    private void assertCompleted() {
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
        assertThat(end).isCompletedWithValueMatching(it -> it.result().equals(Optional.of("FINAL")));
    }
}
