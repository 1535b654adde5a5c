package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.CodexFixture.accepted;
import static dev.yardmaster.provider.codex.CodexFixture.completed;
import static dev.yardmaster.provider.codex.CodexFixture.delta;
import static dev.yardmaster.provider.codex.CodexFixture.json;
import static dev.yardmaster.provider.codex.CodexFixture.methods;
import static dev.yardmaster.provider.codex.CodexFixture.notification;
import static dev.yardmaster.provider.codex.CodexFixture.opened;
import static dev.yardmaster.provider.codex.CodexFixture.play;
import static dev.yardmaster.provider.codex.CodexFixture.singleReply;
import static dev.yardmaster.provider.codex.CodexFixture.turnCompleted;
import static dev.yardmaster.provider.codex.CodexFixture.turnStarted;
import static dev.yardmaster.provider.codex.CodexFixture.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks how messages become turns of the app-server, and which events the turns produce. */
class AppServerTurnsTest {
    private static final String NOTHING = "usage in=0 out=0 read=0 write=0 usd=-";

    @Test
    void shouldSendQueuedMessagesOnceTheThreadIsOpen() {
        // Given
        Dialogue dialogue = CodexFixture.dialogue(Optional.of("first"));
        Step early = dialogue.onUserMessage("second");

        // When
        Step step = dialogue.onLine(Line.of(opened()));

        // Then
        assertThat(early.replies()).isEmpty();
        assertThat(methods(step)).containsExactly("turn/start", "turn/start");
        assertThat(step.replies().getLast()).contains("\"text\":\"second\"");
    }

    @Test
    void shouldReportThatTheServerRefusesAMessageForNow() {
        // Given
        Dialogue opened = CodexFixture.dialogue(Optional.of("first"));
        play(opened, opened());
        Dialogue unopened = CodexFixture.dialogue(Optional.of("first"));

        // When
        List<String> turn =
                play(opened, json("{'id':3,'error':{'code':-32001,'message':'Server overloaded; retry later.'}}"));
        List<String> thread = play(unopened, json("{'id':2,'error':{'code':-32001,'message':'Not now.'}}"));

        // Then
        assertThat(turn)
                .containsExactly("failure server_overloaded - Server overloaded; retry later.", "ended FAILED null");
        assertThat(thread).containsExactly("failure server_overloaded - Not now.", "ended FAILED null");
    }

    @Test
    void shouldEndEveryMessageOfATurnWithTheTurn() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, delta("a", "one"));
        Step joined = dialogue.onUserMessage("and this");

        // When
        List<String> events = play(
                dialogue,
                accepted(4, "turn-1"),
                notification("item/started", "'item':{'type':'userMessage','id':'u'}"),
                completed("{'type':'agentMessage','id':'b','text':'two'}"),
                turnCompleted("turn-1", "completed"));

        // Then
        assertThat(singleReply(joined).path("method").asText()).isEqualTo("turn/start");
        assertThat(events)
                .containsExactly(
                        "retry 0 0ms - another message arrived a",
                        "message b \"two\"",
                        NOTHING,
                        "ended COMPLETED \"two\"",
                        "ended COMPLETED \"two\"");
    }

    @Test
    void shouldEndAMessageOnceWhenItsResponseArrivesAfterTheTurn() {
        // Given
        Dialogue dialogue = CodexFixture.dialogue(Optional.of("hello"));

        // When
        List<String> events =
                play(dialogue, opened(), turnStarted("t"), turnCompleted("t", "completed"), accepted(3, "t"));

        // Then
        assertThat(events).filteredOn(event -> event.startsWith("ended")).hasSize(1);
    }

    @Test
    void shouldInterruptTheRunningTurnAndKeepTheStreamedText() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, delta("a", "half a "), delta("a", "sentence"));

        // When
        Step step = dialogue.onInterrupt();

        // Then
        assertThat(singleReply(step).at("/params/turnId").asText()).isEqualTo("turn-1");
        assertThat(play(dialogue, turnCompleted("turn-1", "interrupted")))
                .containsExactly("message a \"half a sentence\"", NOTHING, "ended INTERRUPTED null");
    }

    @Test
    void shouldKeepTheStreamedTextWhenCodexExitsBeforeTheTurnEnds() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, delta("a", "half a "), delta("a", "sentence"));
        dialogue.onInterrupt();

        // When
        Step step = dialogue.onExit(new ProcessExit(0, Optional.empty(), ""));

        // Then
        assertThat(EventTexts.all(step.events()))
                .containsExactly("message a \"half a sentence\"", NOTHING, "ended INTERRUPTED null");
    }

    @Test
    void shouldInterruptATurnAsSoonAsItStarts() {
        // Given
        Dialogue dialogue = CodexFixture.dialogue(Optional.of("hello"));
        Step early = dialogue.onInterrupt();
        play(dialogue, opened(), accepted(3, "turn-1"));

        // When
        Step step = dialogue.onLine(Line.of(turnStarted("turn-1")));

        // Then
        assertThat(early.replies()).isEmpty();
        assertThat(singleReply(step).path("method").asText()).isEqualTo("turn/interrupt");
    }

    @Test
    void shouldInterruptNothingWithoutATurn() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, turnCompleted("turn-1", "completed"));

        // When
        Step step = dialogue.onInterrupt();

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldCountTheUsageOfEachTurnOnce() {
        // Given
        Dialogue dialogue = CodexFixture.appServer(
                CodexFixture.request(LaunchMode.BIDIRECTIONAL, Optional.of("thread-1"), Optional.of("hello")));
        dialogue.start();

        // When
        List<String> events = play(
                dialogue,
                opened(),
                usage("earlier", 100, 30),
                accepted(3, "t"),
                turnStarted("t"),
                usage("t", 100, 30),
                usage("t", 107, 7),
                usage("t", 107, 7),
                usage("t", 112, 5),
                turnCompleted("t", "completed"));

        // Then
        assertThat(events).contains("usage in=12 out=12 read=0 write=0 usd=-");
    }

    @Test
    void shouldDiscardMessagesThatAreSentAgain() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                delta("a", "one"),
                notification(
                        "error",
                        "'error':{'message':'Reconnecting... 2/5','codexErrorInfo':{'responseStreamDisconnected':"
                                + "{'httpStatusCode':502}},'additionalDetails':'cut off'},'willRetry':true"));

        // Then
        assertThat(events).last().isEqualTo("retry 2 0ms 502 cut off a");
    }

    @Test
    void shouldReportASubAgentsMessagesButNotTheEndOfItsTurn() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                json(
                        "{'method':'item/completed','params':{'threadId':'sub','item':{'type':'agentMessage','id':'s','text':'x'}}}"),
                json("{'method':'turn/completed','params':{'threadId':'sub','turn':{'id':'y','status':'completed'}}}"));

        // Then
        assertThat(events).containsExactly("message s \"x\"");
    }
}
