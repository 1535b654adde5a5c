package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);
    private static final Duration STOPPING = Duration.ofSeconds(12);
    private static final Duration VALID = LOST_AFTER.minus(STOPPING);
    private static final UUID SELF = new UUID(0, 1);

    private final MemoryReplicaStore store = new MemoryReplicaStore();
    private final Lease lease = new Lease(store, SELF, LEASE, store, () -> {});
    private final Heartbeat heartbeat = heartbeat(true);

    @Test
    void shouldStoreAHeartbeatAndTakeTheLeaseWhenItBegins() {
        // When
        heartbeat.begin();

        // Then
        assertThat(store.heartbeatOf(SELF)).contains(store.now());
        assertThat(heartbeat.isValid()).isTrue();
        assertThat(heartbeat.allowsSessions()).isTrue();
        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void shouldFailToBeginWithoutTheDatabase() {
        // Given
        store.unreachable = true;

        // When
        var failure = assertThatThrownBy(heartbeat::begin);

        // Then
        failure.hasMessageContaining("unreachable");
        assertThat(heartbeat.isValid()).isFalse();
    }

    @Test
    void shouldRenewTheHeartbeatAndTheLeaseWithEachBeat() {
        // Given
        heartbeat.begin();

        // When
        for (int i = 0; i < 20; i++) {
            store.advance(Duration.ofSeconds(3));
            heartbeat.beat();
        }

        // Then
        assertThat(store.heartbeatOf(SELF)).contains(store.now());
        assertThat(heartbeat.isValid()).isTrue();
        assertThat(lease.isHeld()).isTrue();
    }

    @Test
    void shouldBecomeInvalidWhileTheDatabaseIsUnreachableAndRecoverAfterwards() {
        // Given
        heartbeat.begin();
        store.unreachable = true;
        store.advance(VALID.minusMillis(1));
        heartbeat.beat();
        boolean before = heartbeat.allowsSessions();
        store.advance(Duration.ofMillis(1));
        boolean after = heartbeat.allowsSessions();

        // When
        store.unreachable = false;
        heartbeat.beat();

        // Then
        assertThat(before).isTrue();
        assertThat(after).isFalse();
        assertThat(heartbeat.isValid()).isTrue();
    }

    @Test
    void shouldCountFromTheTimeOfTheRequest() {
        // Given
        store.latency = Duration.ofSeconds(2);

        // When
        heartbeat.begin();

        // Then
        store.advance(VALID.minus(store.latency.multipliedBy(2)));
        assertThat(heartbeat.isValid()).isFalse();
    }

    @Test
    void shouldAllowSessionsAtAnyTimeWithoutSelfFencing() {
        // Given
        Heartbeat unfenced = heartbeat(false);
        unfenced.begin();
        store.unreachable = true;

        // When
        store.advance(LOST_AFTER.multipliedBy(2));

        // Then
        assertThat(unfenced.allowsSessions()).isTrue();
        assertThat(unfenced.isValid()).isFalse();
    }

    private Heartbeat heartbeat(boolean selfFencing) {
        return new Heartbeat(store, lease, policy(selfFencing), SELF, () -> "http://self", store);
    }

    static ReplicaPolicy policy(boolean selfFencing) {
        return new ReplicaPolicy(Duration.ofSeconds(3), LEASE, LOST_AFTER, STOPPING, selfFencing);
    }
}
