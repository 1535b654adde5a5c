package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    @Test
    void shouldReportASuccessfulRetry() {
        // When
        List<String> events = ClaudeFixture.replay("server_error-once-then-ok");

        // Then
        assertThat(events)
                .containsExactly(
                        "started 4c69226b-a439-48fe-a309-a139404ecaa1 mock-ok",
                        "retry 1 610ms 500 server_error -",
                        "message msg_mock_000061:0 \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"",
                        "usage in=100 out=3 read=0 write=0 usd=4.6E-4",
                        "ended COMPLETED \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    overloaded-retries1   | failure server_error 529 API Error: 529 Overloaded.
                    auth_error-retries0   | failure authentication_failed 401 Invalid API key
                    no-auth               | failure authentication_failed - Not logged in
                    refuse-retries1       | failure server_error - API Error: Connection dropped (ECONNRESET).
                    hang-timeout3s        | failure server_error - Request timed out.
                    """)
    void shouldReportAnErrorOnceAndFailTheTurn(String transcript, String failure) {
        // When
        List<String> events = ClaudeFixture.replay(transcript);

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .singleElement()
                .satisfies(event -> assertThat(event).startsWith(failure));
        assertThat(events.getLast()).startsWith("ended FAILED");
        assertThat(events).noneMatch(event -> event.startsWith("message"));
    }

    @Test
    void shouldReportWhyASessionCannotBeResumed() {
        // When
        List<String> events = ClaudeFixture.replay("resume-unknown");

        // Then
        assertThat(events)
                .endsWith(
                        "failure error_during_execution - No conversation found with session ID:"
                                + " 73953c14-5067-497b-9ccb-82b3321ba125. Start a new conversation.",
                        "ended FAILED null");
    }

    @Test
    void shouldDiscardEachMessageCutOffByADisconnect() {
        // When
        List<String> events = ClaudeFixture.replay("disconnect-default");

        // Then
        assertThat(events)
                .startsWith(
                        "started 2f8917d6-d7ce-49a7-a48f-1048aeb148fc mock-ok",
                        "delta msg_mock_000087:0 \"chunk 1 of 6. \"",
                        "retry 1 588ms - unknown msg_mock_000087:0",
                        "delta msg_mock_000091:0 \"chunk 1 of 6. \"",
                        "retry 2 1097ms - unknown msg_mock_000091:0")
                .endsWith("delta msg_mock_000161:0 \"chunk 1 of 6. \"", "retry 10 35858ms - unknown msg_mock_000161:0");
    }

    @Test
    void shouldReportAnErrorThatIsOnlyInTheResult() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.json("{'type':'result','subtype':'success','is_error':true,'api_error_status':500,"
                        + "'terminal_reason':'api_error','result':'API Error: 500'}"),
                ClaudeFixture.json("{'type':'result','subtype':'error_max_turns','is_error':true,'errors':['a','b']}"));

        // Then
        assertThat(events)
                .filteredOn(event -> !event.startsWith("usage"))
                .containsExactly(
                        "failure api_error 500 API Error: 500",
                        "ended FAILED \"API Error: 500\"",
                        "failure error_max_turns - a\nb",
                        "ended FAILED null");
    }

    @Test
    void shouldNotTakeTheAgentsTextForTheErrorOfTheTurn() {
        // Given
        String text = "You have hit your session limit - resets 3pm";

        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.assistantText("m", text),
                ClaudeFixture.json("{'type':'result','subtype':'success','is_error':true,'result':'" + text + "'}"));

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .containsExactly(
                        "failure error - Claude Code reports that the turn failed, and gives no reason (error).");
    }

    @Test
    void shouldNotDeriveTheOutcomeFromTheSubtype() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.json("{'type':'result','subtype':'success','is_error':true,'result':'x'}"),
                ClaudeFixture.json(
                        "{'type':'result','subtype':'error_during_execution','is_error':false,'result':'x'}"));

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("ended"))
                .containsExactly("ended FAILED \"x\"", "ended COMPLETED \"x\"");
    }

    @Test
    void shouldReportTheSameErrorAgainInTheNextTurn() {
        // Given
        String synthetic =
                ClaudeFixture.json("{'type':'assistant','error':'overloaded','message':{'model':'<synthetic>',"
                        + "'content':[{'type':'text','text':'busy'}]}}");
        String result =
                ClaudeFixture.json("{'type':'result','is_error':true,'terminal_reason':'api_error','result':'busy'}");

        // When
        List<String> events = ClaudeFixture.play(synthetic, result, result);

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .containsExactly("failure overloaded - busy", "failure api_error - busy");
    }
}
