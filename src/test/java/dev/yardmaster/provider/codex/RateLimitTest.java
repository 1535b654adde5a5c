package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.CodexFixture.fatalError;
import static dev.yardmaster.provider.codex.CodexFixture.limits;
import static dev.yardmaster.provider.codex.CodexFixture.play;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final String REFUSED = fatalError("'message':'no','codexErrorInfo':'usageLimitExceeded'");

    @Test
    void shouldReportTheWindowWithTheHighestUsage() {
        // When
        List<String> events = play(
                CodexFixture.running(), limits("'limitId':'codex'," + primary(25, 1000) + "," + secondary(40, 2000)));

        // Then
        assertThat(events).containsExactly("limit free seven_day 1970-01-01T00:33:20Z");
    }

    @Test
    void shouldReportOnlyChanges() {
        // Given
        String update = limits("'limitId':'codex'," + primary(25, 1000));

        // When
        List<String> events = play(
                CodexFixture.running(),
                update,
                update,
                limits("'limitId':'codex','primary':null"),
                limits("'limitId':'x'"));

        // Then
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldBeBlockedUntilTheLastFullWindowResets() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                limits("'limitId':'codex'," + primary(100, 1000) + "," + secondary(100, 2000)),
                REFUSED);

        // Then
        assertThat(events)
                .contains("limit blocked seven_day 1970-01-01T00:33:20Z", "failure usage_limit_exceeded - no");
    }

    @Test
    void shouldMergePartialUpdates() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                limits("'limitId':'codex'," + primary(25, 1000) + "," + secondary(40, 2000)),
                limits("'limitId':'codex','primary':{'usedPercent':100,'resetsAt':null},'secondary':null"),
                REFUSED);

        // Then
        assertThat(events).contains("limit blocked five_hour 1970-01-01T00:16:40Z");
    }

    @Test
    void shouldTrackLimitsSeparately() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                limits("'limitId':'spark'," + primary(100, 1000)),
                limits("'limitId':'codex'," + secondary(40, 2000)),
                REFUSED);

        // Then
        assertThat(events).contains("limit blocked - -").doesNotContain("limit blocked five_hour 1970-01-01T00:16:40Z");
    }

    @Test
    void shouldNotReportAFullWindowAsBlocked() {
        // When
        List<String> events = play(CodexFixture.running(), limits("'limitId':'codex'," + primary(100, 1000)));

        // Then
        assertThat(events).containsExactly("limit free five_hour 1970-01-01T00:16:40Z");
    }

    private static String primary(int used, long resetsAt) {
        return "'primary':{'usedPercent':" + used + ",'windowDurationMins':300,'resetsAt':" + resetsAt + "}";
    }

    private static String secondary(int used, long resetsAt) {
        return "'secondary':{'usedPercent':" + used + ",'windowDurationMins':10080,'resetsAt':" + resetsAt + "}";
    }
}
