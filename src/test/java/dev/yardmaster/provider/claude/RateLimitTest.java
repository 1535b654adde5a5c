package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    @Test
    void shouldReportTheLimitOfASubscription() {
        // When
        List<String> events = ClaudeFixture.replay("rate_limit-sub-default");

        // Then
        assertThat(events)
                .containsExactly(
                        "started 828d2fb1-fd92-4276-adeb-c6d174c8a104 mock-ok",
                        "limit blocked five_hour 2026-11-21T03:43:04Z",
                        "failure rate_limit 429 You've hit your 5-hour limit · resets 3:43am (UTC)",
                        "usage in=0 out=0 read=0 write=0 usd=0.0",
                        "ended FAILED \"You've hit your 5-hour limit · resets 3:43am (UTC)\"");
    }

    @Test
    void shouldContinueAfterALimit() {
        // When
        List<String> events = ClaudeFixture.replay("bidi-rate-limit", 2);

        // Then
        assertThat(events)
                .endsWith(
                        "message msg_mock_000016:0 \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"",
                        "limit free five_hour 2026-11-21T02:49:35Z",
                        "usage in=100 out=3 read=0 write=0 usd=2.3E-4",
                        "ended COMPLETED \"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"")
                .contains("limit blocked five_hour 2026-11-21T03:49:35Z");
    }

    @Test
    void shouldReportTheLimitOfAnApiKey() {
        // When
        List<String> events = ClaudeFixture.replay("rate_limit-apikey-retries1");

        // Then
        String text = "API Error: Request rejected (429) · This request would exceed your organization's rate limit of"
                + " 50 requests per minute.";
        assertThat(events)
                .containsExactly(
                        "started ab5283a8-c7de-4284-88a7-4d7bcba5510a mock-ok",
                        "retry 1 3359ms 429 rate_limit -",
                        "limit blocked - -",
                        "failure rate_limit 429 " + text,
                        "usage in=0 out=0 read=0 write=0 usd=0.0",
                        "ended FAILED \"" + text + "\"");
    }

    @Test
    void shouldRememberTheResetOfALimitThatIsHitAgain() {
        // Given
        String limit = ClaudeFixture.json("{'type':'rate_limit_event','rate_limit_info':{'status':'rejected',"
                + "'rateLimitType':'five_hour','resetsAt':1778565600}}");
        String refused = ClaudeFixture.json("{'type':'assistant','error':'rate_limit','message':{'model':'<synthetic>',"
                + "'content':[{'type':'text','text':'wait'}]}}");
        String result = ClaudeFixture.json("{'type':'result','is_error':true,'result':'wait'}");

        // When
        List<String> events = ClaudeFixture.play(limit, refused, result, refused, result);

        // Then
        assertThat(events)
                .filteredOn(event -> event.startsWith("limit"))
                .containsExactly("limit blocked five_hour 2026-05-12T06:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowed", "allowed_warning", "denied", "paused", "throttled", "exceeded", "", "REJECTED"})
    void shouldOnlyBlockWhenRejected(String status) {
        // When
        List<String> events = limit("{'status':'" + status + "','rateLimitType':'seven_day','utilization':1}");

        // Then
        assertThat(events).containsExactly("limit free seven_day -");
    }

    @Test
    void shouldNotBlockWhileExtraUsageIsPaid() {
        // When
        List<String> events = limit("{'status':'rejected','isUsingOverage':true,'resetsAt':1778565600}");

        // Then
        assertThat(events).containsExactly("limit free - 2026-05-12T06:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "1778565600, 2026-05-12T06:00:00Z",
        "'1778565600', 2026-05-12T06:00:00Z",
        "1778565600.9, 2026-05-12T06:00:00Z",
        "1778565600123, 2026-05-12T06:00:00.123Z",
        "177856560, -",
        "17785656001230, -",
        "null, -",
        "-5, -",
        "1e999999999, -",
        "'\"soon\"', -"
    })
    void shouldReadTheResetInSecondsOrMilliseconds(String resetsAt, String expected) {
        // When
        List<String> events = limit("{'status':'rejected','resetsAt':" + resetsAt + "}");

        // Then
        assertThat(events).containsExactly("limit blocked - " + expected);
    }

    @Test
    void shouldKeepTheWholeObjectWithEveryDigit() {
        // Given
        String info =
                ClaudeFixture.json("{'status':'allowed','utilization':0.970,'new':[1,{'a':12345678901234567890.10}]}");

        // When
        List<AgentEvent> events = ClaudeFixture.dialogue()
                .onLine(Line.of("{\"type\":\"rate_limit_event\",\"rate_limit_info\":" + info + "}"))
                .events();

        // Then
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        AgentEvent.Limit.class,
                        limit -> assertThat(limit.details()).hasToString(info));
    }

    @Test
    void shouldIgnoreLimitTextsOfAgentsAndTools() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.assistantText("m", "You've hit your 5-hour limit"),
                ClaudeFixture.json("{'type':'user','message':{'content':[{'type':'tool_result','tool_use_id':'t',"
                        + "'content':[{'type':'rate_limit_event','rate_limit_info':{'status':'rejected'}}]}]}}"));

        // Then
        assertThat(events).noneMatch(event -> event.startsWith("limit") || event.startsWith("failure"));
    }

    private static List<String> limit(String info) {
        return ClaudeFixture.play(ClaudeFixture.json("{'type':'rate_limit_event','rate_limit_info':" + info + "}"));
    }
}
