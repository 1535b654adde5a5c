package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortRangeTest {
    @Test
    void shouldReadARange() {

        // When
        PortRange ports = PortRange.of(config("20000-29999", 10));

        // Then
        assertThat(ports).isEqualTo(new PortRange(20000, 29999, 10));
    }

    @ParameterizedTest
    @CsvSource({
        "20000,       10,   two ports such as",
        "20000-19999, 10,   at least ports-each (10) ports",
        "20000-20008, 10,   at least ports-each (10) ports",
        "1023-2000,   10,   from 1024 to 65535",
        "20000-65536, 10,   from 1024 to 65535",
        "20000-29999, 0,    must be 1 to 1000",
        "20000-29999, 1001, must be 1 to 1000"
    })
    void shouldExplainAWrongSetting(String ports, int each, String explanation) {

        // When
        var thrown = assertThatThrownBy(() -> PortRange.of(config(ports, each)));

        // Then
        thrown.hasMessageContaining(explanation);
    }

    private static WorktreeConfig config(String ports, int each) {
        return new WorktreeConfig() {
            @Override
            public Duration gitTimeout() {
                return Duration.ofMinutes(1);
            }

            @Override
            public Duration retention() {
                return Duration.ZERO;
            }

            @Override
            public Duration scriptTimeout() {
                return Duration.ofMinutes(1);
            }

            @Override
            public String ports() {
                return ports;
            }

            @Override
            public int portsEach() {
                return each;
            }
        };
    }
}
