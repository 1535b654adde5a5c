package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The current time is Wednesday, 11 March 2026, 12:00:20 UTC, unless a test has its own. */
class ResetTimesTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:20Z");

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            1773234000                                        => 2026-03-11T13:00:00Z
            1773234000123                                     => 2026-03-11T13:00:00.123Z
            Claude AI usage limit reached|1773234000          => 2026-03-11T13:00:00Z
            Claude AI usage limit reached|1773234000000       => 2026-03-11T13:00:00Z
            "resets_at":1773234000,"resets_in_seconds":3580   => 2026-03-11T13:00:00Z
            "next": 1773234000123                             => 2026-03-11T13:00:00.123Z
            "resets_in_seconds":13872                         => 2026-03-11T15:51:32Z
            Retry-After: 120                                  => 2026-03-11T12:02:20Z
            "retry-after":"2"                                 => 2026-03-11T12:00:22Z
            retry_after=1.5                                   => 2026-03-11T12:00:21.500Z
            Retry-After: 0                                    => 2026-03-11T12:00:20Z
            Retry-After: Thu, 12 Mar 2026 07:28:00 GMT        => 2026-03-12T07:28:00Z
            retry-after-ms: 1500                              => 2026-03-11T12:00:21.500Z
            "retry-after-ms":"859","retry-after":"1"          => 2026-03-11T12:00:20.859Z
            resets 2026-03-12T08:00:00Z                       => 2026-03-12T08:00:00Z
            resets 2026-03-12t08:00:00.25+01:00               => 2026-03-12T07:00:00.250Z
            resets 2026-03-12 08:00                           => 2026-03-12T08:00:00Z
            retry-after-ms: 997000                            => 2026-03-11T12:16:57Z
            retry-after-ms=997000                             => 2026-03-11T12:16:57Z
            regain access on 2026-12-01 at 00:00 UTC.         => 2026-12-01T00:00:00Z
            regain access on 2026-12-01                       => 2026-12-01T00:00:00Z
            resets 2026-03-12 08:00 (Asia/Shanghai)           => 2026-03-12T00:00:00Z
            resets 2026-03-12 08:00:00 UTC                    => 2026-03-12T08:00:00Z
            resets 2026-03-12T08:00:00+0800                   => 2026-03-12T00:00:00Z
            resets 2026-03-12, 08:00 GMT+8                    => 2026-03-12T00:00:00Z
            """)
    void shouldReadExactTimes(String text, Instant expected) {
        // When
        var found = ResetTimes.find(text, NOW, Optional.empty());

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            try again in 5 days 22 hours 11 minutes.          => 2026-03-17T10:11:20Z
            It will reset in 5 days 10 hours. To continue     => 2026-03-16T22:00:20Z
            in 2 hours                                        => 2026-03-11T14:00:20Z
            in 45s                                            => 2026-03-11T12:01:05Z
            [retrying in 8h 5m]                               => 2026-03-11T20:05:20Z
            try again in 1h30m                                => 2026-03-11T13:30:20Z
            try again in 6m0s                                 => 2026-03-11T12:06:20Z
            try again in 1m12.5s                              => 2026-03-11T12:01:32.500Z
            Please try again in 859ms.                        => 2026-03-11T12:00:20.859Z
            Try again in 1 day, 2 hours, and 3 minutes.       => 2026-03-12T14:03:20Z
            TRY AGAIN IN 2 HRS                                => 2026-03-11T14:00:20Z
            try again after 10 mins                           => 2026-03-11T12:10:20Z
            resets in 1 week                                  => 2026-03-18T12:00:20Z
            try again in less than a minute                   => 2026-03-11T12:01:20Z
            Please wait 463 hours 23 minutes before trying again => 2026-03-30T19:23:20Z
            wait for about 2 hours                            => 2026-03-11T14:00:20Z
            """)
    void shouldReadDurations(String text, Instant expected) {
        // When
        var found = ResetTimes.find(text, NOW, Optional.empty());

        // Then
        assertThat(found).contains(expected);
    }

    // 17:35 on 26 November in Beijing.
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', nullValues = "-", textBlock = """
            Your limit will reset at 2026-11-26 20:35:41      => PT5H => 2026-11-26T12:35:41Z
            将在 2026-11-26 20:35:41 重置                      => PT5H => 2026-11-26T12:35:41Z
            将在2026-11-26T20:35:41重置                        => PT5H => 2026-11-26T12:35:41Z
            resets 2026-11-26 20:35                           => PT5H => 2026-11-26T12:35:00Z
            resets 2026-11-26 12:35:41                        => PT5H => 2026-11-26T12:35:41Z
            resets 2026-11-26 07:35:41                        => PT5H => 2026-11-26T09:35:41Z
            resets 2026-11-26 23:50:00                        => PT5H => 2026-11-26T09:50:00Z
            resets 2026-11-28 20:35:41                        => PT5H => 2026-11-26T14:35:00Z
            resets 2026-11-26 20:35:41 UTC                    => PT5H => 2026-11-26T14:35:00Z
            resets 2026-11-30 20:35:41                        => P7D  => 2026-11-30T12:35:41Z
            Your limit will reset at 2026-11-26 20:35:41      => -    => 2026-11-26T12:35:41Z
            resets 2026-11-26 17:35:00                        => -    => 2026-11-26T09:35:00Z
            resets 2026-11-26 17:34:00                        => -    => 2026-11-26T17:34:00Z
            """)
    void shouldReadAStampWithoutAZoneWithinTheWindow(String text, Duration window, Instant expected) {
        // Given
        Instant now = Instant.parse("2026-11-26T09:35:00Z");

        // When
        var found = ResetTimes.find(text, now, Optional.ofNullable(window));

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            3pm                                               => 2026-03-11T15:00:00Z
            3 PM                                              => 2026-03-11T15:00:00Z
            3 p.m.                                            => 2026-03-11T15:00:00Z
            3:45pm                                            => 2026-03-11T15:45:00Z
            3:45 AM                                           => 2026-03-12T03:45:00Z
            3:45\u202fPM                                      => 2026-03-11T15:45:00Z
            12:00am                                           => 2026-03-12T00:00:00Z
            12am                                              => 2026-03-12T00:00:00Z
            12:30pm                                           => 2026-03-11T12:30:00Z
            15:00                                             => 2026-03-11T15:00:00Z
            9:05                                              => 2026-03-12T09:05:00Z
            11:59am                                           => 2026-03-12T11:59:00Z
            12:00pm                                           => 2026-03-11T12:01:00Z
            resets 1pm (Etc/GMT+5)                            => 2026-03-11T18:00:00Z
            resets 10am (Asia/Seoul)                          => 2026-03-12T01:00:00Z
            resets 5:30am (Asia/Calcutta)                     => 2026-03-12T00:00:00Z
            resets 10pm (America/Los_Angeles)                 => 2026-03-12T05:00:00Z
            resets 4pm (europe/berlin)                        => 2026-03-11T15:00:00Z
            resets 3pm (UTC)                                  => 2026-03-11T15:00:00Z
            resets 3pm · (utc)                                => 2026-03-11T15:00:00Z
            resets 3pm (UTC+2)                                => 2026-03-11T13:00:00Z
            resets 3pm (Nowhere/Atlantis)                     => 2026-03-11T15:00:00Z
            Try again at 8:35 PM.                             => 2026-03-11T20:35:00Z
            tomorrow at 3pm                                   => 2026-03-12T15:00:00Z
            Tomorrow, 15:00 (Europe/Berlin)                   => 2026-03-12T14:00:00Z
            resets tomorrow                                   => 2026-03-12T00:00:00Z
            """)
    void shouldReadATimeOfDayAsTheNextOne(String text, Instant expected) {
        // When
        var found = ResetTimes.find(text, NOW, Optional.empty());

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            Mon 12:00am                                       => 2026-03-16T00:00:00Z
            Monday at 3pm (America/New_York)                  => 2026-03-16T19:00:00Z
            Wed 3pm                                           => 2026-03-11T15:00:00Z
            Wed 11am                                          => 2026-03-18T11:00:00Z
            Thurs, 9:30                                       => 2026-03-12T09:30:00Z
            Dec 2, 7pm                                        => 2026-12-02T19:00:00Z
            Dec 2, 7pm (Europe/Moscow) ·                      => 2026-12-02T16:00:00Z
            Dec 2 · 7pm                                       => 2026-12-02T19:00:00Z
            Dec 2 - 7pm                                       => 2026-12-02T19:00:00Z
            Dec 2|7pm                                         => 2026-12-02T19:00:00Z
            DEC 2, 7PM                                        => 2026-12-02T19:00:00Z
            Apr 10 at 7am                                     => 2026-04-10T07:00:00Z
            Apr 10 at 7am (America/Chicago)                   => 2026-04-10T12:00:00Z
            Aug 17, 5am (America/Sao_Paulo)                   => 2026-08-17T08:00:00Z
            Sep 6 at 1pm (Asia/Seoul)                         => 2026-09-06T04:00:00Z
            Oct 24                                            => 2026-10-24T00:00:00Z
            Oct 24 (Asia/Seoul)                               => 2026-10-23T15:00:00Z
            September 3rd                                     => 2026-09-03T00:00:00Z
            Mar 11                                            => 2026-03-12T00:00:00Z
            Mar 11, 12pm                                      => 2026-03-11T12:01:00Z
            Mar 10, 7pm                                       => 2027-03-10T19:00:00Z
            Jan 2, 7pm                                        => 2027-01-02T19:00:00Z
            May 26th, 2026 8:35 PM                            => 2026-05-26T20:35:00Z
            or try again at May 26th, 2026 8:35 PM.           => 2026-05-26T20:35:00Z
            26 May 2026, 20:35                                => 2026-05-26T20:35:00Z
            try again at 10 de jul. de 2026, 11:52            => 2026-07-10T11:52:00Z
            1 de dez. de 2026, 11:52                          => 2026-12-01T11:52:00Z
            """)
    void shouldReadADateAsTheNextOne(String text, Instant expected) {
        // When
        var found = ResetTimes.find(text, NOW, Optional.empty());

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            2026-03-29T00:30:00Z => 2:30am (Europe/Berlin)       => 2026-03-29T01:30:00Z
            2026-03-28T12:00:00Z => 10am (Europe/Berlin)         => 2026-03-29T08:00:00Z
            2026-10-24T12:00:00Z => 10am (Europe/Berlin)         => 2026-10-25T09:00:00Z
            2026-10-24T23:00:00Z => 2:30am (Europe/Berlin)       => 2026-10-25T00:30:00Z
            2026-10-25T00:45:00Z => 2:30am (Europe/Berlin)       => 2026-10-25T01:30:00Z
            2026-10-25T01:45:00Z => 2:30am (Europe/Berlin)       => 2026-10-26T01:30:00Z
            2026-10-25T00:45:00Z => Oct 25, 2:30am (Europe/Berlin) => 2026-10-25T01:30:00Z
            2026-03-08T09:00:00Z => 2:30am (America/New_York)    => 2026-03-09T06:30:00Z
            2026-03-08T05:00:00Z => 2:30am (America/New_York)    => 2026-03-08T07:30:00Z
            2026-12-31T23:30:00Z => 9am (Asia/Seoul)             => 2027-01-01T00:00:00Z
            2026-12-31T12:00:00Z => Jan 1, 12am                  => 2027-01-01T00:00:00Z
            2027-03-01T12:00:00Z => Feb 29                       => 2028-02-29T00:00:00Z
            2026-03-11T12:00:00Z => 12pm                         => 2026-03-11T12:00:00Z
            """)
    void shouldRespectTheCalendar(Instant now, String text, Instant expected) {
        // When
        var found = ResetTimes.find(text, now, Optional.empty());

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            5-hour limit reached ∙ resets 2am                                     => 2026-03-12T02:00:00Z
            The limit was reached at 11:40; resets 3pm                            => 2026-03-11T15:00:00Z
            Limit 30000, Used 29999, Requested 12000. Please try again in 2s.     => 2026-03-11T12:00:22Z
            127.0.0.1:4096 said: wait until 15:00                                 => 2026-03-11T15:00:00Z
            "date":"Wed, 11 Mar 2026 11:59:34 GMT","retry-after":"90"             => 2026-03-11T12:01:50Z
            You may try again at 3pm                                              => 2026-03-11T15:00:00Z
            """)
    void shouldNotMistakeAnotherTimeForTheReset(String text, Instant expected) {
        // When
        var found = ResetTimes.find(text, NOW, Optional.empty());

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "You've hit your usage limit. Try again later.",
                "or wait for limits to reset (every 5h and every week.)",
                "Claude Opus 4 may be used again",
                "1649924000",
                "Claude AI usage limit reached|1649924000",
                "99999999999999999999",
                "resets 2020-03-12T08:00:00Z",
                "2026-03-10 23:00",
                "May 26th, 2020 8:35 PM",
                "Wed, 11 Mar 2026 11:59:34 GMT",
                "Feb 30, 3pm",
                "25:00",
                "13:75",
                "http://127.0.0.1:8080/v1/12:3",
                "in 999999999999 weeks",
                "10 de foo de 2026, 11:52",
                "req_0123456789",
                "exceeded retry limit, last status: 429 Too Many Requests",
            })
    void shouldFindNothingInATextWithoutAReset(String text) {
        // When
        var found = ResetTimes.find(text, NOW, Optional.empty());

        // Then
        assertThat(found).isEmpty();
    }
}
