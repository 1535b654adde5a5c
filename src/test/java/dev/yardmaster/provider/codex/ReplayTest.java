package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Transcript;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays recorded output of Codex. */
class ReplayTest {
    @Test
    void shouldReportTurnsOfTheAppServer() {
        // When
        List<String> events = CodexFixture.replay("basic");

        // Then
        assertThat(events.stream().map(event -> event.split(" ")[0]).distinct())
                .containsExactly(
                        "started", "user", "raw", "call", "result", "limit", "delta", "message", "usage", "ended");
        assertThat(events)
                .contains(
                        "result call_mock_000022 \"written by the mock\\n\"",
                        "message resp_mock_000024_m \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"",
                        "usage in=180 out=6 read=20 write=0 usd=-",
                        "usage in=90 out=3 read=10 write=0 usd=-",
                        "ended COMPLETED \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"");
    }

    @Test
    void shouldReportACallOfAnMcpTool() {
        // When
        List<String> events = CodexFixture.replay("mcp");

        // Then
        assertThat(events)
                .contains("call call_mock_000029 mcp__tiny__echo {\"text\":\"hi\"}")
                .anyMatch(event -> event.startsWith("result call_mock_000029 {\"content\":[{\"type\":\"text\""));
    }

    @Test
    void shouldReportALimitWithItsResetAndTheNextTurn() {
        // When
        List<String> events = CodexFixture.replay("rate-limit");

        // Then
        assertThat(events)
                .filteredOn(event -> !event.startsWith("raw") && !event.startsWith("delta"))
                .satisfies(all -> assertThat(all.subList(2, 7))
                        .satisfiesExactly(
                                limit -> assertThat(limit).isEqualTo("limit free five_hour 2026-11-21T03:49:39Z"),
                                limit -> assertThat(limit).isEqualTo("limit blocked five_hour 2026-11-21T03:49:39Z"),
                                failure -> assertThat(failure).startsWith("failure usage_limit_exceeded - You’ve hit"),
                                usage -> assertThat(usage).startsWith("usage in=0 out=0"),
                                ended -> assertThat(ended).isEqualTo("ended FAILED null")));
        assertThat(events).last().asString().startsWith("ended COMPLETED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    500  | retry 1 0ms - We’re currently | failure internal_server_error - We’re currently
                    auth | -                             | failure http_connection_failed 401 unexpected status 401
                    """)
    void shouldReportAnErrorOfTheAppServerOnce(String transcript, String retry, String failure) {
        // When
        List<String> events = CodexFixture.replay(transcript);

        // Then
        assertThat(events.stream().filter(event -> event.startsWith(retry)).count())
                .isEqualTo(retry.equals("-") ? 0 : 1);
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .singleElement()
                .asString()
                .startsWith(failure);
        assertThat(events).last().isEqualTo("ended FAILED null");
    }

    @Test
    void shouldReportAOneShotTurn() {
        // When
        List<String> events = CodexFixture.replayExec("tool");

        // Then
        assertThat(events)
                .filteredOn(event -> !event.startsWith("raw"))
                .satisfiesExactly(
                        started ->
                                assertThat(started).isEqualTo("started 01a1fbc7-6bf7-7bc3-964d-7d5420b347b0 gpt-5.4"),
                        call -> assertThat(call).startsWith("call item_1 command_execution {\"command\":\"/bin/bash"),
                        result -> assertThat(result).isEqualTo("result item_1 \"written by the mock\\n\""),
                        message -> assertThat(message).startsWith("message item_2 \"chunk 1"),
                        usage -> assertThat(usage).isEqualTo("usage in=180 out=6 read=20 write=0 usd=-"),
                        ended -> assertThat(ended).startsWith("ended COMPLETED \"chunk 1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    auth_error               | 5 | failure http_connection_failed 401 unexpected status 401
                    rate_limit-usage-default | 0 | failure usage_limit_exceeded - You’ve hit your usage limit.
                    rate_limit-429-default   | 5 | failure response_too_many_failed_attempts 429 exceeded retry limit
                    no-key                   | 0 | failure authentication_failed - Codex has no API key
                    refuse-retries0          | 0 | failure connection_failed - stream disconnected
                    disconnect-default       | 5 | failure response_stream_disconnected - stream disconnected
                    server_error-default     | 5 | failure internal_server_error - We’re currently
                    overloaded-retries0      | 0 | failure server_overloaded - Selected model is at capacity
                    """)
    void shouldReportAOneShotErrorOnce(String transcript, int retries, String failure) {
        // When
        List<String> events = CodexFixture.replayExec(transcript);

        // Then
        assertThat(events).filteredOn(event -> event.startsWith("retry")).hasSize(retries);
        assertThat(events)
                .filteredOn(event -> event.startsWith("failure"))
                .singleElement()
                .asString()
                .startsWith(failure);
        assertThat(events.stream().anyMatch(event -> event.equals("limit blocked - -")))
                .isEqualTo(transcript.startsWith("rate_limit"));
        assertThat(events).last().isEqualTo("ended FAILED null");
    }

    @Test
    void shouldNotReportTheEarlierUsageOfAResumedOneShotAgain() {
        // When
        List<String> events = Transcript.recorded("codex/exec-resume")
                .playTo(CodexFixture.exec(Optional.of("01a1fbd0-856d-79e2-9a3d-2f79ff7605fa")));

        // Then
        assertThat(events).noneMatch(event -> event.startsWith("usage")).anyMatch(event -> event.startsWith("ended"));
    }
}
