package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.CodexFixture.fatalError;
import static dev.yardmaster.provider.codex.CodexFixture.limits;
import static dev.yardmaster.provider.codex.CodexFixture.play;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.Dialogue;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void shouldChooseTheMainLimitForAModelWithoutItsOwn() {
        // Given
        long days = 500_000;

        // When
        List<String> events = play(
                CodexFixture.running(),
                limits("'limitId':'codex'," + primary(100, 3600)),
                limits("'limitId':'codex_bengalfox','limitName':'GPT-5.3-Codex-Spark'," + secondary(100, days)),
                REFUSED);

        // Then
        assertThat(events).contains("limit blocked five_hour 1970-01-01T01:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            gpt-5.3-codex-spark, no,                                                              1970-01-06T18:53:20Z
            gpt-5.4,             You've hit your usage limit for GPT-5.3-Codex-Spark. Switch now., 1970-01-06T18:53:20Z
            gpt-5.3-codex,       no,                                                              1970-01-01T01:00:00Z
            gpt-5.4,             no,                                                              1970-01-01T01:00:00Z
            """)
    void shouldChooseTheLimitOfTheModelOrOfTheMessage(String model, String message, String reset) {
        // Given
        Dialogue dialogue = CodexFixture.dialogue(Optional.of("hello"));
        play(
                dialogue,
                CodexFixture.opened().replace("gpt-5.4", model),
                CodexFixture.accepted(3, "turn-1"),
                CodexFixture.turnStarted("turn-1"));

        // When
        List<String> events = play(
                dialogue,
                limits("'limitId':'codex_bengalfox','limitName':'GPT-5.3-Codex-Spark'," + secondary(100, 500_000)),
                limits("'limitId':'codex'," + primary(100, 3600)),
                fatalError("'message':'@','codexErrorInfo':'usageLimitExceeded'")
                        .replace("@", message));

        // Then
        assertThat(events).anyMatch(event -> event.startsWith("limit blocked") && event.endsWith(reset));
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
