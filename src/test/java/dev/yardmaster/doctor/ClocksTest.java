package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClocksTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT1.9S | OK | The clock of the service agrees with that of this machine (1.9 s).",
                "PT2.5S | WARNING | The clock of the service is 2.5 s ahead of that of this machine.",
                "PT-1H | WARNING | The clock of the service is 3600.0 s behind that of this machine."
            })
    void shouldWarnOfADifferenceOfMoreThanTwoSeconds(Duration ahead, State state, String detail) {
        // When
        var finding = Clocks.finding("service-clock", "the service", ahead);

        // Then
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.detail()).isEqualTo(detail);
        assertThat(finding.fix().isPresent()).isEqualTo(state != State.OK);
    }
}
