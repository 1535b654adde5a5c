package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.PoolEntry;
import dev.yardmaster.pool.PoolsModel;
import dev.yardmaster.pool.Slot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Counts the slots of a simulated fleet by looking at each row. */
final class FleetSlots {
    private final PoolsModel pools;

    FleetSlots(PoolsModel pools) {
        this.pools = pools;
    }

    /** Whether each pool that governs an agent has a slot for what it would run on. */
    boolean hasRoom(AgentKind kind, FleetAgent.Runnable on) {
        return pools.pools().stream().allMatch(pool -> !governs(pool, kind) || hasRoom(pool, kind, on));
    }

    /** Whether these are one slot of each pool that governs an agent. */
    boolean covers(AgentKind kind, List<Slot> slots) {
        List<UUID> governing = pools.pools().stream()
                .filter(pool -> governs(pool, kind))
                .map(Pool::id)
                .sorted()
                .toList();
        return slots.stream().map(Slot::pool).sorted().toList().equals(governing);
    }

    private boolean hasRoom(Pool pool, AgentKind kind, FleetAgent.Runnable on) {
        if (used(pool) >= pool.size()) {
            return false;
        }
        return pool.entries().isEmpty()
                || pool.entries().stream()
                        .anyMatch(entry -> isFor(entry, kind)
                                && isFor(entry, on)
                                && entry.slots()
                                        .map(most -> used(pool, entry) < most)
                                        .orElse(true));
    }

    private long used(Pool pool) {
        return pools.held().values().stream()
                .flatMap(List::stream)
                .filter(slot -> slot.pool().equals(pool.id()))
                .count();
    }

    private long used(Pool pool, PoolEntry entry) {
        var slot = new Slot(pool.id(), Optional.of(entry.number()));
        return pools.held().values().stream()
                .flatMap(List::stream)
                .filter(slot::equals)
                .count();
    }

    private static boolean governs(Pool pool, AgentKind kind) {
        return pool.enabled()
                && (pool.entries().isEmpty() || pool.entries().stream().anyMatch(entry -> isFor(entry, kind)));
    }

    private static boolean isFor(PoolEntry entry, AgentKind kind) {
        return entry.role() == kind.role()
                && (entry.mode().isEmpty() || entry.mode().get() == kind.mode())
                && (entry.focus().isEmpty() || entry.focus().equals(kind.focus()));
    }

    private static boolean isFor(PoolEntry entry, FleetAgent.Runnable on) {
        Optional<String> model = entry.model()
                .map(name -> entry.provider()
                        .map(provider -> FleetCatalogue.told(provider, name))
                        .orElse(name));
        return (entry.provider().isEmpty() || entry.provider().get().equals(on.provider()))
                && (model.isEmpty() || model.equals(on.model()));
    }
}
