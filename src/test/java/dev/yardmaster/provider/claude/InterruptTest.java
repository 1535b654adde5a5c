package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Transcript;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InterruptTest {
    @Test
    void shouldRequestAnInterrupt() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        dialogue.onInterrupt();

        // When
        Step step = dialogue.onInterrupt();

        // Then
        assertThat(step.events()).isEmpty();
        assertThat(step.replies())
                .containsExactly(ClaudeFixture.json(
                        "{'type':'control_request','request_id':'interrupt-2','request':{'subtype':'interrupt'}}"));
    }

    @Test
    void shouldSendNothingInOneShotMode() {
        // Given
        Dialogue dialogue =
                new ClaudeDialogue(ClaudeFixture.request(LaunchMode.ONE_SHOT, Optional.empty(), Optional.of("hello")));

        // When
        Step step = dialogue.onInterrupt();

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldReportTheTextBeforeTheInterruptAndRunTheNextTurn() {
        // When
        List<String> events = ClaudeFixture.replay("bidi-interrupt", 2);

        // Then
        assertThat(events)
                .filteredOn(event -> !event.startsWith("delta"))
                .containsExactly(
                        "started 31918e89-4929-4223-9438-2bb6f356d062 mock-ok",
                        "message msg_mock_000006:0 \"chunk 1 of 100. chunk 2 of 100. chunk 3 of 100. chunk 4 of 100."
                                + " chunk 5 of 100. \"",
                        "usage in=100 out=27 read=0 write=0 usd=9.4E-4",
                        "ended INTERRUPTED null",
                        "message msg_mock_000008:0 \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"",
                        "usage in=100 out=3 read=0 write=0 usd=4.6E-4",
                        "ended COMPLETED \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"");
    }

    @Test
    void shouldInterruptATurnBeforeTheModelResponds() {
        // When
        List<String> events = ClaudeFixture.replay("interrupt-hang");

        // Then
        assertThat(events)
                .containsExactly(
                        "started fc1539b0-c77a-4574-8a3b-38605aa190ff mock-ok",
                        "usage in=0 out=0 read=0 write=0 usd=0.0",
                        "ended INTERRUPTED null");
    }

    @Test
    void shouldNotEndATurnWithoutAResult() {
        // When
        List<String> events = ClaudeFixture.replay("hang-sigint");

        // Then
        assertThat(events).containsExactly("started 36131f92-81a9-47b7-8842-45b2190f6fef mock-ok");
    }

    @Test
    void shouldTreatAnUnexplainedErrorAfterAnInterruptAsItsEffect() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        dialogue.onInterrupt();
        String error = ClaudeFixture.json("{'type':'result','subtype':'error_during_execution','is_error':true}");

        // When
        List<String> events = Transcript.of(error, error).playTo(dialogue);

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("ended"))
                .containsExactly("ended INTERRUPTED null", "ended FAILED null");
    }

    @Test
    void shouldReportALimitInSpiteOfAnInterrupt() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        dialogue.onInterrupt();

        // When
        List<String> events =
                Transcript.recorded("claude-code/rate_limit-sub-default").playTo(dialogue);

        // Then
        assertThat(events.getLast()).startsWith("ended FAILED");
    }

    @Test
    void shouldReportOnlyRejectedControlRequests() {
        // When
        List<String> events = ClaudeFixture.replay("bidi-control");

        // Then
        assertThat(events)
                .containsExactly("warning control_request_refused - Unsupported control request subtype: nonsense");
    }
}
