package dev.yardmaster.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 3 * * *       | UTC           | 2026-03-01T03:00:00Z | 2026-03-02T03:00:00Z
            */15 * * * *    | UTC           | 2026-03-01T03:07:10Z | 2026-03-01T03:15:00Z
            30 0 3 * * *    | UTC           | 2026-03-01T03:00:00Z | 2026-03-01T03:00:30Z
            */10 * * * * *  | UTC           | 2026-03-01T03:00:05Z | 2026-03-01T03:00:10Z
            0 3 * * *       | Europe/Berlin | 2026-01-01T03:00:00Z | 2026-01-02T02:00:00Z
            0 9 * * MON-FRI | UTC           | 2026-02-27T10:00:00Z | 2026-03-02T09:00:00Z
            0 9 * * 7       | UTC           | 2026-02-27T10:00:00Z | 2026-03-01T09:00:00Z
            0 9 * * 0       | UTC           | 2026-02-27T10:00:00Z | 2026-03-01T09:00:00Z
            0 0 13 * FRI    | UTC           | 2026-03-01T00:00:00Z | 2026-03-06T00:00:00Z
            0 0 29 2 *      | UTC           | 2026-03-01T00:00:00Z | 2028-02-29T00:00:00Z
            0 0 L * *       | UTC           | 2026-02-01T00:00:00Z | 2026-02-28T00:00:00Z
            """)
    void shouldFindTheNextTime(String cron, String zone, Instant after, Instant next) {
        assertThat(Schedule.of(cron, zone).next(after)).contains(next);
    }

    /** In Berlin, 02:00 to 03:00 does not exist on 2026-03-29, and occurs twice on 2026-10-25. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *   | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z
            30 2 * * *   | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
            0 * * * *    | 2026-03-28T23:30:00Z | 2026-03-29T00:00:00Z 2026-03-29T01:00:00Z 2026-03-29T02:00:00Z
            0 * * * *    | 2026-10-24T23:30:00Z | 2026-10-25T00:00:00Z 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z
            """)
    void shouldFollowTheClockChanges(String cron, Instant after, String expected) {
        // Given
        Schedule schedule = Schedule.of(cron, "Europe/Berlin");
        List<String> times = new ArrayList<>();

        // When
        Instant at = after;
        for (int i = expected.split(" ").length; i > 0; i--) {
            at = schedule.next(at).orElseThrow();
            times.add(at.toString());
        }

        // Then
        assertThat(String.join(" ", times)).isEqualTo(expected);
    }

    @Test
    void shouldHaveNoNextTimeForADayThatNeverComes() {
        assertThat(Schedule.of("0 0 31 2 *", "UTC").next(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * *", "60 * * * *", "* 24 * * *", "x * * * *", "* * * * * * *", "*/0 * * * *"})
    void shouldRefuseWhatIsNoExpression(String cron) {
        assertThatThrownBy(() -> Schedule.of(cron, "UTC")).hasMessageContaining("'cron'");
    }

    @Test
    void shouldRefuseAnUnknownTimeZone() {
        assertThatThrownBy(() -> Schedule.of("* * * * *", "Europe/Atlantis"))
                .hasMessageContaining("'timeZone'")
                .hasMessageContaining("Europe/Berlin");
    }
}
