package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TakeoverTest {
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration LOST_AFTER = Duration.ofSeconds(30);
    private static final UUID SELF = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);

    private final MemoryReplicaStore store = new MemoryReplicaStore();
    private final Lease lease = new Lease(store, SELF, LEASE, store, () -> {});
    private final Heartbeat heartbeat =
            new Heartbeat(store, lease, HeartbeatTest.policy(true), SELF, () -> "http://self", store);
    private final List<UUID> takenOver = new ArrayList<>();

    @BeforeEach
    void startBoth() {
        store.recordHeartbeat(OTHER, "http://other").await().indefinitely();
        store.addSessionOf(OTHER);
        store.addSessionOf(SELF);
        heartbeat.begin();
    }

    @Test
    void shouldLeaveAServiceAloneThatSendsHeartbeats() {
        // Given
        advance(LOST_AFTER);

        // When
        takeover(takenOver::add).run();

        // Then
        assertThat(takenOver).isEmpty();
    }

    @Test
    void shouldTakeOverAServiceWithoutHeartbeats() {
        // Given
        advance(LOST_AFTER.plusMillis(1));

        // When
        takeover(takenOver::add).run();

        // Then
        assertThat(takenOver).containsExactly(OTHER);
    }

    @Test
    void shouldTakeOverAServiceThatHasNeverSentAHeartbeat() {
        // Given
        store.addSessionOf(THIRD);

        // When
        takeover(takenOver::add).run();

        // Then
        assertThat(takenOver).containsExactly(THIRD);
    }

    @Test
    void shouldTakeOverAServiceOnceOnly() {
        // Given
        advance(LOST_AFTER.plusMillis(1));
        Takeover takeover = takeover(instance -> {
            takenOver.add(instance);
            store.removeSessionsOf(instance);
        });

        // When
        takeover.run();
        takeover.run();

        // Then
        assertThat(takenOver).containsExactly(OTHER);
    }

    @Test
    void shouldTakeOverNothingWithoutTheLease() {
        // Given
        store.advance(LOST_AFTER.plusMillis(1));

        // When
        takeover(takenOver::add).run();

        // Then
        assertThat(takenOver).isEmpty();
    }

    @Test
    void shouldTakeOverNothingWhileItsOwnHeartbeatIsInvalid() {
        // Given
        var longLease = new Lease(store, SELF, LOST_AFTER.multipliedBy(10), store, () -> {});
        longLease.renew().await().indefinitely();
        store.advance(LOST_AFTER.plusMillis(1));

        // When
        new Takeover(store, longLease, heartbeat, SELF, LOST_AFTER, takenOver::add).run();

        // Then
        assertThat(longLease.isHeld()).isTrue();
        assertThat(takenOver).isEmpty();
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        // Given
        advance(LOST_AFTER.plusMillis(1));
        Takeover takeover = takeover(instance -> {
            takenOver.add(instance);
            throw new IllegalStateException("The database is gone.");
        });

        // When
        takeover.run();
        takeover.run();

        // Then
        assertThat(takenOver).containsExactly(OTHER, OTHER);
    }

    @Test
    @Timeout(30)
    void shouldNotDelayTheHeartbeat() throws InterruptedException {
        // Given
        advance(LOST_AFTER.plusMillis(1));
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        Takeover longTakeover = takeover(instance -> {
            begun.countDown();
            await(mayEnd);
            takenOver.add(instance);
        });
        Thread thread = Thread.ofVirtual().start(longTakeover::run);
        begun.await();

        // When
        advance(LOST_AFTER);

        // Then
        assertThat(store.heartbeatOf(SELF)).contains(store.now());
        assertThat(lease.isHeld()).isTrue();
        mayEnd.countDown();
        thread.join();
        assertThat(takenOver).containsExactly(OTHER);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Takeover takeover(Consumer<UUID> endSessionsOf) {
        return new Takeover(store, lease, heartbeat, SELF, LOST_AFTER, endSessionsOf);
    }

    private void advance(Duration time) {
        store.advance(time);
        heartbeat.beat();
    }
}
