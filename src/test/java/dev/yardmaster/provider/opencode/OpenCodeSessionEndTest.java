package dev.yardmaster.provider.opencode;

import static dev.yardmaster.provider.opencode.OpenCodeFixture.busy;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.created;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.event;
import static dev.yardmaster.provider.opencode.OpenCodeFixture.json;
import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.FakeProvider;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** When a task's session on OpenCode is over, and with which result. */
class OpenCodeSessionEndTest {
    private static final String TOOL =
            ",'part':{'id':'p','type':'tool','callID':'c','tool':'bash','state':{'status':'%s','input':{},'output':'built'}}";
    private static final String TEXT = ",'part':{'id':'q','type':'text','text':'FINAL','time':{'start':1,'end':2}}";

    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;
    private final RunningSession session = fixture.session(SessionFixture.task(new FakeProvider(
            () -> connection,
            _ -> new OpenCodeDialogue(
                    OpenCodeFixture.request(
                            LaunchMode.BIDIRECTIONAL, Optional.empty(), LaunchContext.none(OpenCodeFixture.SCRATCH)),
                    InstantSource.system()))));
    private final CompletionStage<SessionEnd> end = session.start(session.launch());

    @Test
    void shouldFailATurnWithoutAPart() {
        // When
        print(session, json(created()), json(busy()), json(event("session.idle", "")));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).endsWith(CLOSED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason().startsWith("The CLI reported the end of the turn"));
    }

    @Test
    void shouldWaitForASlowTool() {
        // Given
        print(session, json(created()), json(busy()), json(event("message.part.updated", TOOL.formatted("running"))));
        fixture.pass(session, Duration.ofMinutes(20));

        // When
        print(
                session,
                json(event("message.part.updated", TOOL.formatted("completed"))),
                json(event("message.part.updated", TEXT)),
                json(event("session.idle", "")));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).doesNotContain(STOPPED);
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
        assertThat(end).isCompletedWithValueMatching(it -> it.result().equals(Optional.of("FINAL")));
    }

    @Test
    void shouldNotTakeTheEventsOfAnotherSessionForSignsOfLife() {
        // Given
        print(session, json(created()), json(busy()));

        // When
        for (int minute = 0; minute < 20; minute += 5) {
            print(session, json(busy().replace("ses_1", "ses_other")));
            fixture.pass(session, Duration.ofMinutes(5));
        }
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).contains(STOPPED);
        assertThat(end)
                .isCompletedWithValueMatching(
                        it -> it.reason().equals("The idle watchdog ended the session: nothing happened for 15m."));
    }
}
