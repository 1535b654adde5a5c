package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.replica.Lease.Leader;
import io.quarkus.runtime.ShutdownEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    private final MemoryReplicaStore store = new MemoryReplicaStore();
    private final List<String> acquired = new ArrayList<>();
    private final Lease first = lease(FIRST, "first");
    private final Lease second = lease(SECOND, "second");

    @Test
    void shouldNotBeHeldBeforeItIsTaken() {
        // When
        boolean held = first.isHeld();

        // Then
        assertThat(held).isFalse();
    }

    @Test
    void shouldBeHeldByOneServiceOnly() {
        // When
        boolean firstHolds = renew(first);
        boolean secondHolds = renew(second);

        // Then
        assertThat(firstHolds).isTrue();
        assertThat(secondHolds).isFalse();
        assertThat(first.isHeld()).isTrue();
        assertThat(second.isHeld()).isFalse();
        assertThat(acquired).containsExactly("first");
    }

    @Test
    void shouldExpireUnlessItIsRenewed() {
        // Given
        renew(first);
        store.advance(LENGTH.minus(MILLISECOND));
        boolean before = first.isHeld();

        // When
        store.advance(MILLISECOND);

        // Then
        assertThat(before).isTrue();
        assertThat(first.isHeld()).isFalse();
    }

    @Test
    void shouldStayHeldWhileItIsRenewed() {
        // Given
        renew(first);

        // When
        for (int i = 0; i < 10; i++) {
            store.advance(Duration.ofSeconds(3));
            renew(first);
        }

        // Then
        assertThat(first.isHeld()).isTrue();
        assertThat(acquired).containsExactly("first");
    }

    @Test
    void shouldPassToAnotherServiceAfterItHasExpired() {
        // Given
        renew(first);
        store.advance(LENGTH);

        // When
        renew(second);

        // Then
        assertThat(second.isHeld()).isTrue();
        assertThat(renew(first)).isFalse();
        assertThat(acquired).containsExactly("first", "second");
    }

    @Test
    void shouldCountFromTheTimeOfTheRequest() {
        // Given
        Duration latency = Duration.ofSeconds(4);
        store.latency = latency;
        renew(first);
        store.latency = Duration.ZERO;

        // When
        store.advance(LENGTH.minus(latency));

        // Then
        assertThat(first.isHeld()).isFalse();
        assertThat(leader())
                .hasValueSatisfying(leader -> assertThat(leader.instance()).isEqualTo(FIRST));
    }

    @Test
    void shouldExpireWhenTheDatabaseCantBeReached() {
        // Given
        renew(first);
        store.unreachable = true;
        store.advance(LENGTH);

        // When
        var failure = assertThatThrownBy(() -> renew(first));

        // Then
        failure.hasMessageContaining("unreachable");
        assertThat(first.isHeld()).isFalse();
    }

    @Test
    void shouldBeFreeAtOnceAfterItsRelease() {
        // Given
        renew(first);

        // When
        first.release(new ShutdownEvent());

        // Then
        assertThat(first.isHeld()).isFalse();
        assertThat(renew(second)).isTrue();
    }

    @Test
    void shouldNotReleaseTheLeaseOfAnotherService() {
        // Given
        renew(first);

        // When
        second.release(new ShutdownEvent());

        // Then
        assertThat(leader())
                .hasValueSatisfying(leader -> assertThat(leader.instance()).isEqualTo(FIRST));
    }

    @Test
    void shouldNameTheLeaderWhileItHoldsTheLease() {
        // Given
        store.recordHeartbeat(FIRST, "http://first").await().indefinitely();
        Optional<Leader> before = leader();

        // When
        renew(first);

        // Then
        assertThat(before).isEmpty();
        assertThat(leader())
                .contains(new Leader(
                        FIRST, Optional.of("http://first"), store.now().plus(LENGTH)));
        store.advance(LENGTH);
        assertThat(leader()).isEmpty();
    }

    private Lease lease(UUID self, String name) {
        return new Lease(store, self, LENGTH, store, () -> acquired.add(name));
    }

    private Optional<Leader> leader() {
        return first.leader().await().indefinitely();
    }

    private static boolean renew(Lease lease) {
        return lease.renew().await().indefinitely();
    }
}
