package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.Codex.about;
import static dev.yardmaster.provider.codex.Codex.accepted;
import static dev.yardmaster.provider.codex.Codex.completed;
import static dev.yardmaster.provider.codex.Codex.delta;
import static dev.yardmaster.provider.codex.Codex.json;
import static dev.yardmaster.provider.codex.Codex.methods;
import static dev.yardmaster.provider.codex.Codex.only;
import static dev.yardmaster.provider.codex.Codex.opened;
import static dev.yardmaster.provider.codex.Codex.tell;
import static dev.yardmaster.provider.codex.Codex.turnCompleted;
import static dev.yardmaster.provider.codex.Codex.turnStarted;
import static dev.yardmaster.provider.codex.Codex.usage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Told;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an app-server's turns do with the messages that they are given, and what they tell. */
class AppServerTurnsTest {
    private static final String NOTHING = "usage in=0 out=0 read=0 write=0 usd=-";

    @Test
    void shouldSendTheMessagesThatWaitedForTheThread() {
        // Given
        Dialogue dialogue = Codex.dialogue(Optional.of("first"));
        Step early = dialogue.onUserMessage("second");

        // When
        Step step = dialogue.onLine(Line.of(opened()));

        // Then
        assertThat(early.replies()).isEmpty();
        assertThat(methods(step)).containsExactly("turn/start", "turn/start");
        assertThat(step.replies().getLast()).contains("\"text\":\"second\"");
    }

    @Test
    void shouldEndEachMessageThatJoinedATurnWithIt() {
        // Given
        Dialogue dialogue = Codex.running();
        tell(dialogue, delta("a", "one"));
        Step joined = dialogue.onUserMessage("and this");

        // When
        List<String> told = tell(
                dialogue,
                accepted(4, "turn-1"),
                about("item/started", "'item':{'type':'userMessage','id':'u'}"),
                completed("{'type':'agentMessage','id':'b','text':'two'}"),
                turnCompleted("turn-1", "completed"));

        // Then
        assertThat(only(joined).path("method").asText()).isEqualTo("turn/start");
        assertThat(told)
                .containsExactly(
                        "retry 0 0ms - another message came a",
                        "message b \"two\"",
                        NOTHING,
                        "ended COMPLETED \"two\"",
                        "ended COMPLETED \"two\"");
    }

    @Test
    void shouldEndAMessageOnceWhoseAnswerComesAfterItsTurn() {
        // Given
        Dialogue dialogue = Codex.dialogue(Optional.of("hello"));

        // When
        List<String> told =
                tell(dialogue, opened(), turnStarted("t"), turnCompleted("t", "completed"), accepted(3, "t"));

        // Then
        assertThat(told).filteredOn(event -> event.startsWith("ended")).hasSize(1);
    }

    @Test
    void shouldInterruptTheRunningTurnAndKeepWhatWasSaid() {
        // Given
        Dialogue dialogue = Codex.running();
        tell(dialogue, delta("a", "half a "), delta("a", "sentence"));

        // When
        Step step = dialogue.onInterrupt();

        // Then
        assertThat(only(step).at("/params/turnId").asText()).isEqualTo("turn-1");
        assertThat(tell(dialogue, turnCompleted("turn-1", "interrupted")))
                .containsExactly("message a \"half a sentence\"", NOTHING, "ended INTERRUPTED null");
    }

    @Test
    void shouldKeepWhatWasSaidWhenItExitsBeforeItTellsOfTheInterrupt() {
        // Given
        Dialogue dialogue = Codex.running();
        tell(dialogue, delta("a", "half a "), delta("a", "sentence"));
        dialogue.onInterrupt();

        // When
        Step step = dialogue.onExit(new ProcessExit(0, Optional.empty(), ""));

        // Then
        assertThat(Told.all(step.events()))
                .containsExactly("message a \"half a sentence\"", NOTHING, "ended INTERRUPTED null");
    }

    @Test
    void shouldInterruptATurnAsSoonAsItHasStarted() {
        // Given
        Dialogue dialogue = Codex.dialogue(Optional.of("hello"));
        Step early = dialogue.onInterrupt();
        tell(dialogue, opened(), accepted(3, "turn-1"));

        // When
        Step step = dialogue.onLine(Line.of(turnStarted("turn-1")));

        // Then
        assertThat(early.replies()).isEmpty();
        assertThat(only(step).path("method").asText()).isEqualTo("turn/interrupt");
    }

    @Test
    void shouldInterruptNothingWhenNoTurnRuns() {
        // Given
        Dialogue dialogue = Codex.running();
        tell(dialogue, turnCompleted("turn-1", "completed"));

        // When
        Step step = dialogue.onInterrupt();

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldCountWhatEachTurnConsumedOnce() {
        // Given
        Dialogue dialogue = new AppServerDialogue(
                Codex.request(LaunchMode.BIDIRECTIONAL, Optional.of("thread-1"), Optional.of("hello")));
        dialogue.start();

        // When
        List<String> told = tell(
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
        assertThat(told).contains("usage in=12 out=12 read=0 write=0 usd=-");
    }

    @Test
    void shouldVoidWhatIsToldAnew() {
        // When
        List<String> told = tell(
                Codex.running(),
                delta("a", "one"),
                about(
                        "error",
                        "'error':{'message':'Reconnecting... 2/5','codexErrorInfo':{'responseStreamDisconnected':"
                                + "{'httpStatusCode':502}},'additionalDetails':'cut off'},'willRetry':true"));

        // Then
        assertThat(told).last().isEqualTo("retry 2 0ms 502 cut off a");
    }

    @Test
    void shouldTellWhatASubAgentSaysButNotThatItsTurnEnds() {
        // When
        List<String> told = tell(
                Codex.running(),
                json(
                        "{'method':'item/completed','params':{'threadId':'sub','item':{'type':'agentMessage','id':'s','text':'x'}}}"),
                json("{'method':'turn/completed','params':{'threadId':'sub','turn':{'id':'y','status':'completed'}}}"));

        // Then
        assertThat(told).containsExactly("message s \"x\"");
    }
}
