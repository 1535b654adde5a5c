package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {
    private static final Instant NOW = Instant.parse("2026-03-31T15:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "                     ,                          , 2026-03-01T15:00:00Z, 2026-03-31T15:00:00Z",
        "2026-02-01           ,                          , 2026-02-01T00:00:00Z, 2026-03-31T15:00:00Z",
        "                     , 2026-03-31               , 2026-03-01T00:00:00Z, 2026-03-31T00:00:00Z",
        "2026-02-01T10:00:00Z , 2026-02-01T12:00:00+01:00, 2026-02-01T10:00:00Z, 2026-02-01T11:00:00Z",
        "2026-03-01           , 2030-01-01               , 2026-03-01T00:00:00Z, 2030-01-01T00:00:00Z",
    })
    void shouldParseDaysAndTimes(String since, String until, Instant from, Instant to) {
        // When
        Period period = Period.of(Optional.ofNullable(since), Optional.ofNullable(until), NOW);

        // Then
        assertThat(period).isEqualTo(new Period(from, to));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            yesterday                    |            | 'since' is 'yesterday'. It must be a UTC day such as 2026-01-31
                                         | 2026-13-01 | 'until' is '2026-13-01'. It must be a UTC day
            2026-02-30                   |            | 'since' is '2026-02-30'. It must be a UTC day
            1969-12-31                   |            | between 1970 and 9999
            +999999999-12-31T23:59:59Z   |            | between 1970 and 9999
            2026-02-02                   | 2026-02-02 | 'since' (2026-02-02T00:00:00Z) must be before 'until' (2026-02-02T00:00:00Z)
            2026-04-01                   |            | By default 'until' is now
            """)
    void shouldRejectInvalidPeriods(String since, String until, String detail) {
        // When
        var failure = assertThatThrownBy(() -> Period.of(Optional.ofNullable(since), Optional.ofNullable(until), NOW));

        // Then
        failure.isInstanceOf(YardmasterException.class).hasMessageContaining(detail);
    }
}
