package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.usage.BudgetPeriod.Window;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetPeriodTest {
    /** Days of 24, 23 and 25 hours; midnights that are skipped (Cairo) or happen twice (Havana, Azores); the first and last instant. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            day   | UTC                 | 2026-03-01T15:00:00Z     | 2026-03-01T00:00:00Z | 2026-03-02T00:00:00Z
            day   | UTC                 | 2026-03-01T00:00:00Z     | 2026-03-01T00:00:00Z | 2026-03-02T00:00:00Z
            day   | UTC                 | 2026-03-01T23:59:59.999Z | 2026-03-01T00:00:00Z | 2026-03-02T00:00:00Z
            day   | Asia/Kathmandu      | 2026-03-01T18:15:00Z     | 2026-03-01T18:15:00Z | 2026-03-02T18:15:00Z
            day   | Europe/Berlin       | 2026-03-28T22:59:59Z     | 2026-03-27T23:00:00Z | 2026-03-28T23:00:00Z
            day   | Europe/Berlin       | 2026-03-28T23:00:00Z     | 2026-03-28T23:00:00Z | 2026-03-29T22:00:00Z
            day   | Europe/Berlin       | 2026-03-29T21:59:59Z     | 2026-03-28T23:00:00Z | 2026-03-29T22:00:00Z
            day   | Europe/Berlin       | 2026-10-24T22:00:00Z     | 2026-10-24T22:00:00Z | 2026-10-25T23:00:00Z
            day   | Europe/Berlin       | 2026-10-25T22:59:59Z     | 2026-10-24T22:00:00Z | 2026-10-25T23:00:00Z
            day   | America/New_York    | 2026-11-01T12:00:00Z     | 2026-11-01T04:00:00Z | 2026-11-02T05:00:00Z
            day   | Africa/Cairo        | 2026-04-24T12:00:00Z     | 2026-04-23T22:00:00Z | 2026-04-24T21:00:00Z
            day   | America/Havana      | 2025-11-02T12:00:00Z     | 2025-11-02T04:00:00Z | 2025-11-03T05:00:00Z
            day   | Atlantic/Azores     | 2026-10-25T00:30:00Z     | 2026-10-25T00:00:00Z | 2026-10-26T01:00:00Z
            day   | Atlantic/Azores     | 2026-10-25T01:30:00Z     | 2026-10-25T00:00:00Z | 2026-10-26T01:00:00Z
            month | UTC                 | 2026-02-28T23:59:59Z     | 2026-02-01T00:00:00Z | 2026-03-01T00:00:00Z
            month | UTC                 | 2028-02-29T12:00:00Z     | 2028-02-01T00:00:00Z | 2028-03-01T00:00:00Z
            month | UTC                 | 2026-12-31T23:59:59Z     | 2026-12-01T00:00:00Z | 2027-01-01T00:00:00Z
            month | Europe/Berlin       | 2026-03-31T21:59:59Z     | 2026-02-28T23:00:00Z | 2026-03-31T22:00:00Z
            month | Europe/Berlin       | 2026-03-31T22:00:00Z     | 2026-03-31T22:00:00Z | 2026-04-30T22:00:00Z
            month | America/Los_Angeles | 2026-12-01T07:59:59Z     | 2026-11-01T07:00:00Z | 2026-12-01T08:00:00Z
            """)
    void shouldFindThePeriodInATimeZone(String period, String zone, Instant now, Instant start, Instant end) {
        // When
        Window window = BudgetPeriod.of(period).window(now, ZoneId.of(zone));

        // Then
        assertThat(window).isEqualTo(new Window(start, Optional.of(end)));
    }

    @Test
    void shouldNeverEndTheTotalPeriod() {
        // When
        Window window = BudgetPeriod.of("total").window(Instant.parse("2026-03-01T15:00:00Z"), ZoneId.of("UTC"));

        // Then
        assertThat(window).isEqualTo(new Window(Instant.EPOCH, Optional.empty()));
    }

    @Test
    void shouldRejectAnUnknownPeriod() {
        // When
        assertThatThrownBy(() -> BudgetPeriod.of("week"))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("'period' is 'week'. The period of a budget is day, month or total.");
    }
}
