package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.Codex.about;
import static dev.yardmaster.provider.codex.Codex.completed;
import static dev.yardmaster.provider.codex.Codex.json;
import static dev.yardmaster.provider.codex.Codex.only;
import static dev.yardmaster.provider.codex.Codex.tell;
import static dev.yardmaster.provider.codex.Codex.turnCompleted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.Told;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codex says that it will try again, and then nothing for long; or it is silent for another reason. */
class SilenceTest {
    private static final String SILENCE = json("{'method':'yardmaster/silence'}");
    private static final String NOTHING = "usage in=0 out=0 read=0 write=0 usd=-";
    private static final String LIMITED =
            retrying("1/5", "429", "exceeded retry limit, last status: 429 Too Many Requests");
    private static final String OFFLINE =
            retrying("waiting for network", "null", "Connection failed: error sending request");
    private static final String BROKEN = retrying("1/5", "null", "stream disconnected before completion");
    private static final String TOO_LONG = "Codex waits too long before it tries again: ";

    @Test
    void shouldTakeALongWaitAfterARefusalForALimit() {
        // Given
        Dialogue dialogue = Codex.running();
        tell(dialogue, LIMITED);

        // When
        Step step = dialogue.onLine(Line.of(SILENCE));

        // Then
        assertThat(Told.all(step.events()))
                .containsExactly(
                        "limit blocked - -",
                        "failure response_too_many_failed_attempts 429 " + TOO_LONG
                                + "exceeded retry limit, last status: 429 Too Many Requests");
        assertThat(only(step).path("method").asText()).isEqualTo("turn/interrupt");
        assertThat(tell(dialogue, SILENCE, turnCompleted("turn-1", "interrupted")))
                .containsExactly(NOTHING, "ended FAILED null");
    }

    @Test
    void shouldNotWaitForANetworkForEver() {
        // When
        List<String> told = tell(Codex.running(), OFFLINE, OFFLINE, SILENCE);

        // Then
        assertThat(told)
                .last()
                .isEqualTo("failure connection_failed - " + TOO_LONG + "Connection failed: error sending request."
                        + " Check the network, and the base URL of the model provider.");
    }

    @Test
    void shouldBelieveATurnThatEndsWellAfterAll() {
        // When
        List<String> told = tell(Codex.running(), LIMITED, SILENCE, turnCompleted("turn-1", "completed"));

        // Then
        assertThat(told).last().isEqualTo("ended COMPLETED null");
    }

    @Test
    void shouldInterruptTheNextTurnAsEver() {
        // Given
        Dialogue dialogue = Codex.running();
        tell(dialogue, LIMITED, SILENCE, turnCompleted("turn-1", "interrupted"));
        dialogue.onUserMessage("again");

        // When
        List<String> told = tell(
                dialogue,
                Codex.accepted(5, "turn-2"),
                Codex.turnStarted("turn-2"),
                turnCompleted("turn-2", "interrupted"));

        // Then
        assertThat(told).last().isEqualTo("ended INTERRUPTED null");
    }

    @Test
    void shouldLetTheModelThinkInSilence() {
        // When
        List<String> told = tell(
                Codex.running(),
                SILENCE,
                BROKEN,
                SILENCE,
                LIMITED,
                about("item/started", "'item':{'type':'reasoning'}"),
                SILENCE);

        // Then
        assertThat(told).allMatch(event -> event.startsWith("retry"));
    }

    @Test
    void shouldListenToNoSubAgentsThatGoOn() {
        // When
        List<String> told =
                tell(Codex.running(), LIMITED, completed("{'type':'reasoning'}").replace("thread-1", "sub"), SILENCE);

        // Then
        assertThat(told).last().asString().startsWith("failure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1/5 (exceeded retry limit, last status: 429 Too Many Requests)",
                "waiting for network (Connection failed: error sending request)"
            })
    void shouldEndAOneShotThatWaits(String said) {
        // Given
        Dialogue dialogue = Codex.exec(Optional.empty());

        // When
        List<String> told = tell(dialogue, json("{'type':'error','message':'Reconnecting... " + said + "'}"), SILENCE);

        // Then
        assertThat(told).first().asString().startsWith("retry");
        assertThat(told)
                .filteredOn(event -> event.startsWith("failure"))
                .singleElement()
                .asString()
                .contains(TOO_LONG);
        assertThat(told.contains("limit blocked - -")).isEqualTo(said.contains("429"));
        assertThat(told).last().isEqualTo("ended FAILED null");
        assertThat(tell(dialogue, SILENCE, json("{'type':'turn.completed'}")))
                .allMatch(event -> event.startsWith("raw"));
    }

    private static String retrying(String attempt, String status, String details) {
        return about(
                "error",
                "'error':{'message':'Reconnecting... " + attempt + "','codexErrorInfo':{'responseStreamDisconnected':"
                        + "{'httpStatusCode':" + status + "}},'additionalDetails':'" + details + "'},'willRetry':true");
    }
}
