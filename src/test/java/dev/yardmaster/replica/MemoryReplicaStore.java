package dev.yardmaster.replica;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The shared tables in memory. Its clock, which is also the services' monotonic clock, is advanced by hand. For one thread. */
final class MemoryReplicaStore implements ReplicaStore, LongSupplier {
    private static final Instant START = Instant.parse("2026-03-11T12:00:00Z");

    private final Map<UUID, Instant> heartbeats = new HashMap<>();
    private final Map<UUID, String> addresses = new HashMap<>();
    private final Set<UUID> withSessions = new HashSet<>();
    private Optional<UUID> holder = Optional.empty();
    private Instant until = START;
    private Instant now = START;

    boolean unreachable;
    /** How long each request takes to arrive. */
    Duration latency = Duration.ZERO;

    void advance(Duration time) {
        now = now.plus(time);
    }

    void addSessionOf(UUID instance) {
        withSessions.add(instance);
    }

    void removeSessionsOf(UUID instance) {
        withSessions.remove(instance);
    }

    Optional<Instant> heartbeatOf(UUID instance) {
        return Optional.ofNullable(heartbeats.get(instance));
    }

    Instant now() {
        return now;
    }

    @Override
    public long getAsLong() {
        return Duration.between(START, now).toNanos();
    }

    @Override
    public Uni<Void> recordHeartbeat(UUID instance, String address) {
        return request(() -> {
            heartbeats.put(instance, now);
            addresses.put(instance, address);
        });
    }

    @Override
    public Uni<List<UUID>> lost(UUID self, Duration lostAfter) {
        return request(() -> {})
                .map(_ -> withSessions.stream()
                        .filter(it -> !it.equals(self))
                        .filter(it -> heartbeatOf(it)
                                .filter(at -> !at.isBefore(now.minus(lostAfter)))
                                .isEmpty())
                        .toList());
    }

    @Override
    public Uni<Boolean> takeLease(UUID candidate, Duration length) {
        return request(() -> {
                    if (!isHeld() || holder.equals(Optional.of(candidate))) {
                        holder = Optional.of(candidate);
                        until = now.plus(length);
                    }
                })
                .map(_ -> holder.equals(Optional.of(candidate)));
    }

    @Override
    public Uni<Void> releaseLease(UUID candidate) {
        return request(() -> holder = holder.filter(it -> !it.equals(candidate)));
    }

    @Override
    public Uni<Optional<Lease.Leader>> leader() {
        return request(() -> {})
                .map(_ -> holder.filter(_ -> isHeld())
                        .map(it -> new Lease.Leader(it, Optional.ofNullable(addresses.get(it)), until)));
    }

    private boolean isHeld() {
        return holder.isPresent() && until.isAfter(now);
    }

    private Uni<Void> request(Runnable change) {
        return Uni.createFrom().voidItem().invoke(() -> {
            advance(latency);
            if (unreachable) {
                throw new IllegalStateException("The database is unreachable.");
            }
            change.run();
        });
    }
}
