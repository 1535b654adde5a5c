package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.CodexFixture.completed;
import static dev.yardmaster.provider.codex.CodexFixture.json;
import static dev.yardmaster.provider.codex.CodexFixture.notification;
import static dev.yardmaster.provider.codex.CodexFixture.singleReply;
import static dev.yardmaster.provider.codex.CodexFixture.turnCompleted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codex is silent for a long time, after it announced a retry or for another reason. */
class SilenceTest {
    /** Stands in the tests for Codex's silence between two lines. */
    private static final String SILENCE = "silence";

    private static final String NOTHING = "usage in=0 out=0 read=0 write=0 usd=-";
    private static final String LIMITED =
            retrying("1/5", "429", "exceeded retry limit, last status: 429 Too Many Requests");
    private static final String OFFLINE =
            retrying("waiting for network", "null", "Connection failed: error sending request");
    private static final String BROKEN = retrying("1/5", "null", "stream disconnected before completion");
    private static final String TOO_LONG = "Codex waits too long before it retries: ";

    @Test
    void shouldReportALongWaitAfterARefusalAsALimit() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, LIMITED);

        // When
        Step step = dialogue.onSilence(CodexFixture.LONGEST_WAIT);

        // Then
        assertThat(EventTexts.all(step.events()))
                .containsExactly(
                        "limit blocked - -",
                        "failure response_too_many_failed_attempts 429 " + TOO_LONG
                                + "exceeded retry limit, last status: 429 Too Many Requests");
        assertThat(singleReply(step).path("method").asText()).isEqualTo("turn/interrupt");
        assertThat(play(dialogue, SILENCE, turnCompleted("turn-1", "interrupted")))
                .containsExactly(NOTHING, "ended FAILED null");
    }

    @Test
    void shouldWaitForAsLongAsIsConfigured() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, LIMITED);

        // When
        Step step = dialogue.onSilence(CodexFixture.LONGEST_WAIT.minusNanos(1));

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldNotWaitForeverForTheNetwork() {
        // When
        List<String> events = play(CodexFixture.running(), OFFLINE, OFFLINE, SILENCE);

        // Then
        assertThat(events)
                .last()
                .isEqualTo("failure connection_failed - " + TOO_LONG + "Connection failed: error sending request."
                        + " Check the network, and the base URL of the model provider.");
    }

    @Test
    void shouldCompleteATurnThatSucceedsAfterTheSilence() {
        // When
        List<String> events = play(CodexFixture.running(), LIMITED, SILENCE, turnCompleted("turn-1", "completed"));

        // Then
        assertThat(events).last().isEqualTo("ended COMPLETED null");
    }

    @Test
    void shouldReportTheNextInterruptAsAnInterrupt() {
        // Given
        Dialogue dialogue = CodexFixture.running();
        play(dialogue, LIMITED, SILENCE, turnCompleted("turn-1", "interrupted"));
        dialogue.onUserMessage("again");

        // When
        List<String> events = play(
                dialogue,
                CodexFixture.accepted(5, "turn-2"),
                CodexFixture.turnStarted("turn-2"),
                turnCompleted("turn-2", "interrupted"));

        // Then
        assertThat(events).last().isEqualTo("ended INTERRUPTED null");
    }

    @Test
    void shouldIgnoreASilenceWithoutALongWait() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                SILENCE,
                BROKEN,
                SILENCE,
                LIMITED,
                notification("item/started", "'item':{'type':'reasoning'}"),
                SILENCE);

        // Then
        assertThat(events).allMatch(event -> event.startsWith("retry"));
    }

    @Test
    void shouldNotEndTheWaitForLinesOfSubAgents() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                LIMITED,
                completed("{'type':'reasoning'}").replace("thread-1", "sub"),
                SILENCE);

        // Then
        assertThat(events).last().asString().startsWith("failure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1/5 (exceeded retry limit, last status: 429 Too Many Requests)",
                "waiting for network (Connection failed: error sending request)"
            })
    void shouldFailAOneShotThatWaits(String message) {
        // Given
        Dialogue dialogue = CodexFixture.exec(Optional.empty());

        // When
        List<String> events =
                play(dialogue, json("{'type':'error','message':'Reconnecting... " + message + "'}"), SILENCE);

        // Then
        assertThat(events).first().asString().startsWith("retry");
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .singleElement()
                .asString()
                .contains(TOO_LONG);
        assertThat(events.contains("limit blocked - -")).isEqualTo(message.contains("429"));
        assertThat(events).last().isEqualTo("ended FAILED null");
        assertThat(play(dialogue, SILENCE, json("{'type':'turn.completed'}")))
                .allMatch(event -> event.startsWith("raw"));
    }

    private static List<String> play(Dialogue dialogue, String... lines) {
        return Stream.of(lines)
                .flatMap(line -> line.equals(SILENCE)
                        ? EventTexts.all(
                                dialogue.onSilence(CodexFixture.LONGEST_WAIT).events())
                                .stream()
                        : CodexFixture.play(dialogue, line).stream())
                .toList();
    }

    private static String retrying(String attempt, String status, String details) {
        return notification(
                "error",
                "'error':{'message':'Reconnecting... " + attempt + "','codexErrorInfo':{'responseStreamDisconnected':"
                        + "{'httpStatusCode':" + status + "}},'additionalDetails':'" + details + "'},'willRetry':true");
    }
}
