package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatStateTest {
    private static final HeartbeatState NEVER_RENEWED = HeartbeatState.neverRenewed(Duration.ofNanos(30));

    @Test
    void shouldNotBeValidBeforeTheFirstRenewal() {
        // When
        boolean valid = NEVER_RENEWED.isValid(0);

        // Then
        assertThat(valid).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, true",
        "0, 29, true",
        "0, 30, false",
        "100, 129, true",
        "100, 130, false",
        // A monotonic clock may be negative, and may overflow.
        "-50, -21, true",
        "-50, -20, false",
        "9223372036854775807, -9223372036854775780, true",
        "9223372036854775807, -9223372036854775779, false",
    })
    void shouldBeValidForACertainTimeAfterItsRenewal(long sentAt, long now, boolean expected) {
        // Given
        HeartbeatState state = NEVER_RENEWED.renewed(sentAt);

        // When
        boolean valid = state.isValid(now);

        // Then
        assertThat(valid).isEqualTo(expected);
    }

    @Test
    void shouldCountFromTheLastRenewal() {
        // Given
        HeartbeatState state = NEVER_RENEWED.renewed(0).renewed(20);

        // When
        boolean valid = state.isValid(49);

        // Then
        assertThat(valid).isTrue();
        assertThat(state.isValid(50)).isFalse();
    }
}
