package dev.yardmaster.provider.claude;

import static dev.yardmaster.provider.claude.ClaudeFixture.assistantText;
import static dev.yardmaster.provider.claude.ClaudeFixture.json;
import static dev.yardmaster.session.run.FakeConnection.CLEAN;
import static dev.yardmaster.session.run.FakeConnection.CLOSED;
import static dev.yardmaster.session.run.FakeConnection.STOPPED;
import static dev.yardmaster.session.run.SessionFixture.print;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Transcript;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.run.FakeConnection;
import dev.yardmaster.session.run.FakeProvider;
import dev.yardmaster.session.run.RunningSession;
import dev.yardmaster.session.run.SessionFixture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a task's session on Claude Code is over, and with which result. */
class ClaudeSessionEndTest {
    private static final String INIT = json("{'type':'system','subtype':'init','session_id':'s','model':'m'}");
    private static final String TASK_RUNS = json(
            "{'type':'system','subtype':'background_tasks_changed','tasks':[{'task_id':'b1','task_type':'local_bash'}]}");
    private static final String NO_TASK = json("{'type':'system','subtype':'background_tasks_changed','tasks':[]}");
    private static final ProcessExit CODE_1 = new ProcessExit(1, Optional.empty(), "");

    private final SessionFixture fixture = new SessionFixture();
    private final FakeConnection connection = fixture.connection;
    private final RunningSession session = fixture.session(SessionFixture.task(new FakeProvider(
            () -> connection,
            prompt -> new ClaudeDialogue(ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, Optional.empty(), prompt)))));
    private final CompletionStage<SessionEnd> end = session.start(session.launch());

    @Test
    void shouldWaitForTheTurnThatATaskInTheBackgroundCauses() {
        // Given
        print(session, INIT, TASK_RUNS, assistantText("m1", "It runs."), result("It runs.", 1));
        fixture.pass(session, Duration.ofMinutes(1));
        boolean closedEarly = connection.calls().contains(CLOSED);

        // When
        print(session, NO_TASK);
        fixture.pass(session, Duration.ofSeconds(10));
        print(session, INIT, assistantText("m2", "FINAL"), result("FINAL", 1));
        connection.exit(CLEAN);

        // Then
        assertThat(closedEarly).isFalse();
        assertThat(connection.calls()).endsWith(CLOSED).doesNotContain(STOPPED);
        assertCompleted("FINAL");
    }

    @Test
    void shouldTakeTheResultOfTheLastTurnAlthoughTheFirstResultIsLate() {
        // When
        print(
                session,
                Transcript.recorded("claude-code/background-agent").lines().toArray(String[]::new));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).containsOnlyOnce(CLOSED);
        assertCompleted("final");
    }

    @Test
    void shouldWaitForAnAnswerAfterAnEmptyResult() {
        // Given
        print(session, INIT, result("", 0));
        fixture.pass(session, Duration.ofSeconds(14));

        // When
        print(session, assistantText("m1", "FINAL"), result("FINAL", 1));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).doesNotContain(STOPPED);
        assertCompleted("FINAL");
    }

    @Test
    void shouldFailAfterAnEmptyResultWithoutAnAnswer() {
        // When
        print(session, INIT, result("", 0));
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end)
                .isCompletedWithValueMatching(it -> it.reason()
                        .startsWith("The CLI reported the end of the turn, but the agent had written nothing"));
    }

    @Test
    void shouldIgnoreAResultWhenNoTurnIsOpen() {
        // Given
        print(session, INIT, assistantText("m1", "ok"), result("ok", 1));
        String stray = json("{'type':'result','subtype':'error_during_execution','is_error':true,'num_turns':0,"
                + "'errors':['only prompt commands are supported in streaming mode']}");

        // When
        print(session, stray);
        connection.exit(CODE_1);

        // Then
        assertCompleted("ok");
    }

    @Test
    void shouldWaitForASlowHookAtTheStart() {
        // Given
        print(session, json("{'type':'system','subtype':'hook_started','hook_name':'SessionStart'}"));
        fixture.pass(session, Duration.ofMinutes(10));

        // When
        print(session, INIT, assistantText("m1", "ok"), result("ok", 1));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).doesNotContain(STOPPED);
        assertCompleted("ok");
    }

    @Test
    void shouldWaitForASlowTool() {
        // Given
        print(
                session,
                INIT,
                json("{'type':'assistant','message':{'id':'m1','content':[{'type':'tool_use','id':'t1','name':'Bash',"
                        + "'input':{'command':'make','timeout':600000}}]}}"));
        fixture.pass(session, Duration.ofMinutes(20));

        // When
        print(
                session,
                json(
                        "{'type':'user','message':{'content':[{'type':'tool_result','tool_use_id':'t1','content':'built'}]}}"),
                assistantText("m2", "ok"),
                result("ok", 2));
        connection.exit(CLEAN);

        // Then
        assertThat(connection.calls()).doesNotContain(STOPPED);
        assertCompleted("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'result','subtype':'success','is_error':false,'num_turns':1,'result':'",
                "{'duration_api_ms':1,'usage':{},'is_error':false,'num_turns':1,'subtype':'success','result':'"
            })
    void shouldEndTheTurnByTheBeginningOfALongResult(String beginning) {
        // Given
        print(session, INIT, assistantText("m1", "ok"));
        byte[] line = ("#" + json(beginning) + "é".repeat(10_000)).getBytes(StandardCharsets.UTF_8);

        // When
        session.onLine(new Line(line, 1, line.length - 2, 20_000_000));
        connection.exit(CLEAN);

        // Then
        assertThat(SessionFixture.events(session)).endsWith("provider.raw", "error", "usage", "turn.ended");
        assertCompleted("é".repeat(2048) + "…");
    }

    @Test
    void shouldFailATurnWhoseLongResultIsAnError() {
        // Given
        print(session, INIT);
        byte[] line =
                json("{'type':'result','is_error':true,'terminal_reason':'api_error','num_turns':1,'result':'No: xxx")
                        .getBytes(StandardCharsets.UTF_8);

        // When
        session.onLine(new Line(line, 0, line.length, 20_000_000));
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.FAILED);
        assertThat(end).isCompletedWithValueMatching(it -> it.reason().equals("No: xxx…"));
    }

    @Test
    void shouldNotEndTheTurnByAnotherLongLine() {
        // Given
        print(session, INIT);
        byte[] line = json("{'type':'user','message':{'content':[{'type':'result','is_error':false,'num_turns':1")
                .getBytes(StandardCharsets.UTF_8);

        // When
        session.onLine(new Line(line, 0, line.length, 20_000_000));

        // Then
        assertThat(SessionFixture.events(session)).doesNotContain("turn.ended");
    }

    @Test
    void shouldBeLimitedWhenClaudeCodeIsSilentAfterALimit() {
        // Given
        print(
                session,
                INIT,
                json("{'type':'rate_limit_event','rate_limit_info':{'status':'rejected','resetsAt':1795232584,"
                        + "'rateLimitType':'five_hour'}}"));

        // When
        fixture.pass(session, Duration.ofMinutes(16));
        connection.exit(CLEAN);

        // Then
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.LIMITED);
        assertThat(end)
                .isCompletedWithValueMatching(
                        it -> it.reason().equals("The provider is rate-limited until 2026-11-21T03:43:04Z."));
    }

    private void assertCompleted(String result) {
        assertThat(end).isCompletedWithValueMatching(it -> it.state() == SessionState.COMPLETED);
        assertThat(end).isCompletedWithValueMatching(it -> it.result().equals(Optional.of(result)));
    }

    private static String result(String text, int turns) {
        return json("{'type':'result','subtype':'success','is_error':false,'num_turns':" + turns + ",'result':'" + text
                + "'}");
    }
}
