package dev.yardmaster.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private final ManualClock clock = new ManualClock();
    private final FailedAttempts attempts = new FailedAttempts(clock);

    @Test
    void shouldSlowDownAnAddressAfterManyFailures() {
        // Given
        fail("192.0.2.1", FailedAttempts.BURST - 1);
        Duration before = attempts.delay("192.0.2.1");

        // When
        attempts.add("192.0.2.1");

        // Then
        assertThat(before).isZero();
        assertThat(attempts.delay("192.0.2.1")).isEqualTo(FailedAttempts.INTERVAL);
        assertThat(attempts.delay("192.0.2.2")).isZero();
    }

    @Test
    void shouldAllowOneAttemptAfterEachInterval() {
        // Given
        fail("192.0.2.1", FailedAttempts.BURST);

        // When
        clock.advance(FailedAttempts.INTERVAL);
        Duration afterwards = attempts.delay("192.0.2.1");
        attempts.add("192.0.2.1");

        // Then
        assertThat(afterwards).isZero();
        assertThat(attempts.delay("192.0.2.1")).isEqualTo(FailedAttempts.INTERVAL);
    }

    @Test
    void shouldForgiveAllFailuresInTime() {
        // Given
        fail("192.0.2.1", FailedAttempts.BURST);

        // When
        clock.advance(FailedAttempts.INTERVAL.multipliedBy(FailedAttempts.BURST));
        fail("192.0.2.1", FailedAttempts.BURST - 1);

        // Then
        assertThat(attempts.delay("192.0.2.1")).isZero();
    }

    @Test
    void shouldCountANetworkOfIpv6AsOneAddress() {
        // When
        for (int i = 0; i < FailedAttempts.BURST; i++) {
            attempts.add("2001:db8:0:1:0:0:0:" + i);
        }

        // Then
        assertThat(attempts.delay("2001:db8:0:1::ffff")).isPositive();
        assertThat(attempts.delay("2001:db8:0:2::1")).isZero();
    }

    @Test
    void shouldRememberABoundedNumberOfAddresses() {
        // Given
        fail("192.0.2.1", FailedAttempts.BURST);

        // When
        for (int i = 0; i < FailedAttempts.MOST_ADDRESSES; i++) {
            attempts.add("10.0." + i / 256 + "." + i % 256);
        }

        // Then
        assertThat(attempts.delay("192.0.2.1")).isZero();
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.add(address);
        }
    }
}
