package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two services, one is cut off from the database. */
class CutOffServiceTest {
    private static final ReplicaPolicy POLICY = HeartbeatTest.policy(true);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final UUID CUT_OFF = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final MemoryReplicaStore store = new MemoryReplicaStore();
    private final CuttableStore cuttable = new CuttableStore(store);
    private final Heartbeat cutOff = heartbeat(cuttable, CUT_OFF);
    private final Lease lease = new Lease(store, OTHER, POLICY.lease(), store, () -> {});
    private final Heartbeat other = new Heartbeat(store, lease, POLICY, OTHER, () -> "http://other", store);
    private final List<Duration> stoppedAt = new ArrayList<>();
    private final List<Duration> takenOverAt = new ArrayList<>();
    private final Fence fence = new Fence(cutOff, () -> stoppedAt.add(elapsed()), () -> {});
    private final Takeover takeover =
            new Takeover(store, lease, other, OTHER, POLICY.lostAfter(), _ -> takenOverAt.add(elapsed()));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 15, 29, 30})
    void shouldEndItsSessionsBeforeTheOtherTakesThemOver(int stepsBeforeTheCut) {
        // Given
        store.addSessionOf(CUT_OFF);
        other.begin();
        cutOff.begin();
        for (int i = 0; i < stepsBeforeTheCut; i++) {
            step(i);
        }

        // When
        cuttable.cut = true;
        for (int i = stepsBeforeTheCut; takenOverAt.isEmpty(); i++) {
            step(i);
        }

        // Then
        assertThat(stoppedAt).isNotEmpty();
        assertThat(stoppedAt.getFirst().plus(POLICY.stopping())).isLessThanOrEqualTo(takenOverAt.getFirst());
        assertThat(cutOff.allowsSessions()).isFalse();
        cuttable.cut = false;
        cutOff.beat();
        assertThat(cutOff.allowsSessions()).isTrue();
    }

    private void step(int number) {
        store.advance(STEP);
        if (number % 30 == 0) {
            cutOff.beat();
            other.beat();
        }
        if (number % 10 == 0) {
            fence.checkHeartbeat();
        }
        takeover.run();
    }

    private Duration elapsed() {
        return Duration.ofNanos(store.getAsLong());
    }

    private Heartbeat heartbeat(ReplicaStore of, UUID self) {
        var own = new Lease(of, self, POLICY.lease(), store, () -> {});
        return new Heartbeat(of, own, POLICY, self, () -> "http://cut-off", store);
    }

    /** The store of a service whose connection can be cut. */
    private static final class CuttableStore implements ReplicaStore {
        private final ReplicaStore store;
        private boolean cut;

        CuttableStore(ReplicaStore store) {
            this.store = store;
        }

        @Override
        public Uni<Void> recordHeartbeat(UUID instance, String address) {
            return reached(store.recordHeartbeat(instance, address));
        }

        @Override
        public Uni<List<UUID>> lost(UUID self, Duration lostAfter) {
            return reached(store.lost(self, lostAfter));
        }

        @Override
        public Uni<Boolean> takeLease(UUID holder, Duration length) {
            return reached(store.takeLease(holder, length));
        }

        @Override
        public Uni<Void> releaseLease(UUID holder) {
            return reached(store.releaseLease(holder));
        }

        @Override
        public Uni<Optional<Lease.Leader>> leader() {
            return reached(store.leader());
        }

        private <T> Uni<T> reached(Uni<T> request) {
            return cut ? Uni.createFrom().failure(new IllegalStateException("The connection is cut.")) : request;
        }
    }
}
