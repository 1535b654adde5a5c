package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-agents run in sessions of their own: {@code ses_2} is a child of the session {@code ses_1}, and {@code ses_3} is a child of that. */
class SubAgentTest {
    private final Dialogue dialogue = OpenCodeFixture.dialogue();

    @BeforeEach
    void startATurn() {
        OpenCodeFixture.step(dialogue, OpenCodeFixture.created());
        OpenCodeFixture.step(dialogue, OpenCodeFixture.busy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.created", "session.updated"})
    void shouldAnswerAPermissionRequestOfAGrandchild(String event) {
        // Given
        OpenCodeFixture.step(dialogue, info(event, "ses_2", "ses_1"));
        OpenCodeFixture.step(dialogue, info(event, "ses_3", "ses_2"));

        // When
        List<String> replies = OpenCodeFixture.replies(
                dialogue, OpenCodeFixture.eventOf("ses_3", "permission.asked", ",'id':'per_1'"));

        // Then
        assertThat(replies).singleElement().asString().contains("/permission/per_1/reply", "\"once\"");
    }

    @Test
    void shouldRejectAQuestionOfAGrandchild() {
        // Given
        OpenCodeFixture.step(dialogue, info("session.created", "ses_2", "ses_1"));
        OpenCodeFixture.step(dialogue, info("session.created", "ses_3", "ses_2"));

        // When
        List<String> replies =
                OpenCodeFixture.replies(dialogue, OpenCodeFixture.eventOf("ses_3", "question.asked", ",'id':'que_1'"));

        // Then
        assertThat(replies).singleElement().asString().contains("/question/que_1/reject");
    }

    @Test
    void shouldAnswerARequestOfAnEarlierSubAgentThatAToolCallContinues() {
        // Given
        OpenCodeFixture.step(
                dialogue,
                OpenCodeFixture.event(
                        "message.part.updated",
                        ",'part':{'id':'p1','sessionID':'ses_1','type':'tool','callID':'c','tool':'task',"
                                + "'state':{'status':'running','input':{},'metadata':{'sessionId':'ses_9'}}}"));

        // When
        List<String> replies = OpenCodeFixture.replies(
                dialogue, OpenCodeFixture.eventOf("ses_9", "permission.asked", ",'id':'per_1'"));

        // Then
        assertThat(replies).singleElement().asString().contains("/permission/per_1/reply");
    }

    @Test
    void shouldNotAnswerARequestOfAnotherSession() {
        // When
        List<String> replies = OpenCodeFixture.replies(
                dialogue, OpenCodeFixture.eventOf("ses_9", "permission.asked", ",'id':'per_1'"));

        // Then
        assertThat(replies).isEmpty();
    }

    @Test
    void shouldEndTheTurnWithTheLimitThatASubAgentWaitsFor() {
        // Given
        OpenCodeFixture.step(dialogue, info("session.created", "ses_2", "ses_1"));
        String retry = ",'status':{'type':'retry','attempt':1,'message':'No','next':1795233301137}";

        // When
        Step step = OpenCodeFixture.step(dialogue, OpenCodeFixture.eventOf("ses_2", "session.status", retry));
        Step idle = OpenCodeFixture.step(dialogue, OpenCodeFixture.event("session.idle", ""));

        // Then
        assertThat(EventTexts.all(step.events()))
                .containsExactly("limit blocked - 2026-11-21T03:55:01.137Z", "failure rate_limit - No");
        assertThat(step.replies()).singleElement().asString().contains("/session/ses_1/abort");
        assertThat(EventTexts.all(idle.events())).last().isEqualTo("ended FAILED null");
    }

    @Test
    void shouldReportAShortRetryOfASubAgentOnceAndKeepTheSessionsText() {
        // Given
        OpenCodeFixture.step(dialogue, info("session.created", "ses_2", "ses_1"));
        OpenCodeFixture.step(dialogue, text("ses_1", "p1"));
        OpenCodeFixture.step(dialogue, text("ses_2", "p2"));
        String retry = OpenCodeFixture.eventOf(
                "ses_2",
                "session.status",
                ",'status':{'type':'retry','attempt':2,'message':'Busy','next':1795226103137}");

        // When
        Step first = OpenCodeFixture.step(dialogue, retry);
        Step repeated = OpenCodeFixture.step(dialogue, retry);

        // Then
        assertThat(EventTexts.all(first.events())).containsExactly("retry 2 2000ms - Busy p2");
        assertThat(repeated.events()).isEmpty();
    }

    @Test
    void shouldReportTheErrorOfASubAgentAsAWarning() {
        // Given
        OpenCodeFixture.step(dialogue, info("session.created", "ses_2", "ses_1"));
        String error = ",'error':{'name':'APIError','data':{'message':'Out of quota','statusCode':429}}";

        // When
        Step step = OpenCodeFixture.step(dialogue, OpenCodeFixture.eventOf("ses_2", "session.error", error));
        OpenCodeFixture.step(
                dialogue,
                text("ses_1", "p1").replace("'text':''", "'text':'Done'").replace("1}", "1,'end':2}"));
        Step idle = OpenCodeFixture.step(dialogue, OpenCodeFixture.event("session.idle", ""));

        // Then
        assertThat(EventTexts.all(step.events())).last().isEqualTo("warning rate_limit 429 Out of quota");
        assertThat(EventTexts.all(idle.events())).last().isEqualTo("ended COMPLETED \"Done\"");
    }

    private static String info(String event, String session, String parent) {
        return OpenCodeFixture.eventOf(session, event, ",'info':{'id':'" + session + "','parentID':'" + parent + "'}");
    }

    private static String text(String session, String part) {
        return OpenCodeFixture.eventOf(
                session,
                "message.part.updated",
                ",'part':{'id':'" + part + "','sessionID':'" + session
                        + "','type':'text','text':'','time':{'start':1}}");
    }
}
