package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause.Credits;
import dev.yardmaster.limit.FailureCause.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitReportTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // The known limit, then the reported one. First, the known limit ends later.
        "structured, 3600, structured, 60,   true",
        "structured, 3600, manual,     60,   true",
        "structured, 3600, probe,      60,   false",
        "structured, 3600, text,       60,   false",
        "structured, 3600, default,    60,   false",
        "text,       3600, structured, 60,   true",
        "text,       3600, text,       60,   true",
        "text,       3600, default,    60,   false",
        "default,    3600, text,       60,   true",
        "default,    3600, default,    60,   true",
        "manual,     3600, structured, 60,   false",
        // The reported limit ends later.
        "structured, 60,   structured, 3600, true",
        "structured, 60,   text,       3600, true",
        "structured, 60,   default,    3600, false",
        "text,       60,   default,    3600, false",
        "default,    60,   default,    3600, true",
        "manual,     60,   structured, 3600, true",
        "manual,     60,   default,    3600, false",
        // Both end at the same time.
        "structured, 60,   structured, 60,   false",
        "default,    60,   structured, 60,   true",
        // The known limit has ended.
        "structured, -60,  default,    300,  true",
        "manual,     0,    default,    300,  true",
    })
    void shouldReplaceALimitFromALessReliableSource(
            String knownSource, long knownFor, String source, long reportedFor, boolean expected) {
        // Given
        Limit known = known(LimitSource.of(knownSource), NOW.plusSeconds(knownFor));

        // When
        boolean replaces =
                report(LimitSource.of(source), NOW.plusSeconds(reportedFor)).replaces(known);

        // Then
        assertThat(replaces).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-11T12:00:30Z, 2026-03-11T12:00:30Z",
        "2026-03-18T12:00:07Z, 2026-03-18T12:00:07Z",
        "2026-03-11T12:00:00Z, 2026-03-11T12:00:01Z",
        "2020-01-01T00:00:00Z, 2026-03-11T12:00:01Z",
        "2026-04-12T11:59:59Z, 2026-04-12T11:59:59Z",
        "2026-04-12T12:00:01Z, 2026-04-12T12:00:00Z",
        "+1000000000-12-31T23:59:59Z, 2026-04-12T12:00:00Z",
    })
    void shouldBoundTheReportedEnd(Instant reported, Instant expected) {
        // When
        Instant until = report(LimitSource.STRUCTURED, reported).blockedUntil(0);

        // Then
        assertThat(until).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 4", "8, 256", "9, 300", "1000, 300"})
    void shouldWaitLongerAfterEachWrongEnd(int repeats, long seconds) {
        // When
        Instant until = report(LimitSource.STRUCTURED, NOW).blockedUntil(repeats);

        // Then
        assertThat(until).isEqualTo(NOW.plusSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({
        // The limit has just ended, and no session got an answer since.
        "-1,   true,  false, 4",
        "-599, true,  false, 4",
        // The limit has ended, as an answer shows.
        "-1,   true,  true,  0",
        // The limit ended long ago.
        "-600, true,  false, 0",
        // A person reports the limit.
        "-1,   false, false, 0",
        // The limit is still in force.
        "60,   true,  false, 3",
        "60,   true,  true,  3",
        "60,   false, false, 0",
    })
    void shouldCountTheReportsThatDisproveAnEnd(long overFor, boolean met, boolean answered, int expected) {
        // Given
        Limit known = known(LimitSource.STRUCTURED, NOW.plusSeconds(overFor), 3);
        var report = new LimitReport(
                "claude",
                "claude-code",
                quota(LimitSource.STRUCTURED, NOW),
                NOW,
                Optional.of(UUID.randomUUID()).filter(_ -> met),
                Optional.empty());

        // When
        int repeats = report.repeats(known, answered);

        // Then
        assertThat(repeats).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "*,    claude-opus-4-5,     *",
        "opus, claude-opus-4-5,     opus",
        "opus, '',                  opus",
        "o9,   Claude-Sonnet-4-5,   claude-sonnet-4-5",
    })
    void shouldLimitTheModelOfTheSession(String scope, String model, String expected) {
        // Given
        Quota quota = new Quota(scope, "five_hour", NOW, LimitSource.TEXT, 0.8);

        // When
        Quota met = quota.metOn(Optional.of(model).filter(name -> !name.isEmpty()));

        // Then
        assertThat(met).isEqualTo(new Quota(expected, "five_hour", NOW, LimitSource.TEXT, 0.8));
    }

    @Test
    void shouldLimitAllModelsWithoutCredit() {
        // Given
        Credits credits = new Credits(NOW, LimitSource.DEFAULT, 0.5);

        // When
        var met = credits.metOn(Optional.of("opus"));

        // Then
        assertThat(met.modelScope()).isEqualTo("*");
    }

    @Test
    void shouldCutTheTextAndRemoveNulCharacters() {
        // When
        var report = new LimitReport(
                "claude",
                "claude-code",
                quota(LimitSource.TEXT, NOW),
                NOW,
                Optional.empty(),
                Optional.of("a\0b".repeat(1000)));

        // Then
        assertThat(report.text().orElseThrow()).hasSize(1000).doesNotContain("\0");
    }

    private static LimitReport report(LimitSource source, Instant until) {
        return new LimitReport("claude", "claude-code", quota(source, until), NOW, Optional.empty(), Optional.empty());
    }

    private static Quota quota(LimitSource source, Instant until) {
        return new Quota("*", "five_hour", until, source, 0.5);
    }

    private static Limit known(LimitSource source, Instant until) {
        return known(source, until, 0);
    }

    private static Limit known(LimitSource source, Instant until, int repeats) {
        return new Limit(
                UUID.randomUUID(),
                "claude",
                "claude-code",
                "*",
                "five_hour",
                until,
                source,
                0.5,
                NOW.minus(Duration.ofHours(1)),
                repeats,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
