package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaPolicyTest {
    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);
    private static final Duration STOPPING = Duration.ofSeconds(12);

    /** Times in seconds; -1 for a service that has never renewed its heartbeat. */
    @ParameterizedTest
    @CsvSource({
        "true, -1, 0, false",
        "true, 0, 0, true",
        "true, 0, 17, true",
        "true, 0, 18, false",
        "true, 0, 30, false",
        "true, 20, 30, true",
        "false, -1, 0, true",
        "false, 0, 18, true",
        "false, 0, 3600, true",
    })
    void shouldEndSessionsBeforeTheServiceCountsAsLost(boolean selfFencing, long renewedAt, long now, boolean allowed) {
        // Given
        var policy = new ReplicaPolicy(HEARTBEAT, LEASE, LOST_AFTER, STOPPING, selfFencing);
        HeartbeatState state = renewedAt < 0
                ? policy.neverRenewed()
                : policy.neverRenewed().renewed(Duration.ofSeconds(renewedAt).toNanos());

        // When
        boolean allows = policy.allowsSessions(state, Duration.ofSeconds(now).toNanos());

        // Then
        assertThat(allows).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PT0.05S | PT10S  | PT30S   | yardmaster.dispatch.heartbeat is 50ms, but it must be at least 100ms
            PT3S    | PT5.9S | PT30S   | yardmaster.dispatch.lease is 5900ms, but it must be at least 6s: two heartbeats
            PT3S    | PT10S  | PT17S   | yardmaster.dispatch.lost-after is 17s, but it must be at least 18s: two heartbeats, and the time
            PT3S    | PT10S  | PT0S    | yardmaster.dispatch.lost-after is 0s
            """)
    void shouldRefuseTimesThatCannotWork(Duration heartbeat, Duration lease, Duration lostAfter, String message) {
        // When
        var failure = assertThatThrownBy(() -> new ReplicaPolicy(heartbeat, lease, lostAfter, STOPPING, true));

        // Then
        failure.isInstanceOf(YardmasterException.class).hasMessageContaining(message);
    }

    @Test
    void shouldAcceptTheShortestTimesThatWork() {
        // When
        var policy = new ReplicaPolicy(HEARTBEAT, HEARTBEAT.multipliedBy(2), Duration.ofSeconds(18), STOPPING, true);

        // Then
        assertThat(policy.neverRenewed().validFor()).isEqualTo(Duration.ofSeconds(6));
    }
}
