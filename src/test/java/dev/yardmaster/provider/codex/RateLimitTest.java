package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.Codex.failing;
import static dev.yardmaster.provider.codex.Codex.limits;
import static dev.yardmaster.provider.codex.Codex.tell;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final String REFUSED = failing("'message':'no','codexErrorInfo':'usageLimitExceeded'");

    @Test
    void shouldTellTheWindowThatIsUsedMost() {
        // When
        List<String> told =
                tell(Codex.running(), limits("'limitId':'codex'," + primary(25, 1000) + "," + secondary(40, 2000)));

        // Then
        assertThat(told).containsExactly("limit free seven_day 1970-01-01T00:33:20Z");
    }

    @Test
    void shouldTellOnlyWhatIsNew() {
        // Given
        String update = limits("'limitId':'codex'," + primary(25, 1000));

        // When
        List<String> told = tell(
                Codex.running(), update, update, limits("'limitId':'codex','primary':null"), limits("'limitId':'x'"));

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldBeBlockedUntilTheLastFullWindowStartsAnew() {
        // When
        List<String> told = tell(
                Codex.running(),
                limits("'limitId':'codex'," + primary(100, 1000) + "," + secondary(100, 2000)),
                REFUSED);

        // Then
        assertThat(told).contains("limit blocked seven_day 1970-01-01T00:33:20Z", "failure usage_limit_exceeded - no");
    }

    @Test
    void shouldMergeUpdatesThatTellAPartOnly() {
        // When
        List<String> told = tell(
                Codex.running(),
                limits("'limitId':'codex'," + primary(25, 1000) + "," + secondary(40, 2000)),
                limits("'limitId':'codex','primary':{'usedPercent':100,'resetsAt':null},'secondary':null"),
                REFUSED);

        // Then
        assertThat(told).contains("limit blocked five_hour 1970-01-01T00:16:40Z");
    }

    @Test
    void shouldKeepLimitsApart() {
        // When
        List<String> told = tell(
                Codex.running(),
                limits("'limitId':'spark'," + primary(100, 1000)),
                limits("'limitId':'codex'," + secondary(40, 2000)),
                REFUSED);

        // Then
        assertThat(told).contains("limit blocked - -").doesNotContain("limit blocked five_hour 1970-01-01T00:16:40Z");
    }

    @Test
    void shouldNotTakeAFullWindowForARefusal() {
        // When
        List<String> told = tell(Codex.running(), limits("'limitId':'codex'," + primary(100, 1000)));

        // Then
        assertThat(told).containsExactly("limit free five_hour 1970-01-01T00:16:40Z");
    }

    private static String primary(int used, long resetsAt) {
        return "'primary':{'usedPercent':" + used + ",'windowDurationMins':300,'resetsAt':" + resetsAt + "}";
    }

    private static String secondary(int used, long resetsAt) {
        return "'secondary':{'usedPercent':" + used + ",'windowDurationMins':10080,'resetsAt':" + resetsAt + "}";
    }
}
