package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.dispatch.planning.ProviderCatalogue;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.pool.PoolEntry;
import dev.yardmaster.pool.PoolsModel;
import dev.yardmaster.pool.Slot;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Counts the used slots of a simulated fleet. Repeats the production rules in the simplest form: it looks at each row. */
final class FleetSlots {
    private final PoolsModel pools;

    FleetSlots(PoolsModel pools) {
        this.pools = pools;
    }

    /** Whether each pool that applies to an agent has a free slot for a candidate. */
    boolean areFreeFor(AgentKind kind, FleetAgent.Candidate candidate) {
        return pools.pools().stream().allMatch(pool -> !appliesTo(pool, kind) || hasFreeSlot(pool, kind, candidate));
    }

    /** Whether these slots are exactly one of each pool that applies to an agent. */
    boolean areComplete(AgentKind kind, List<Slot> slots) {
        List<UUID> applicable = pools.pools().stream()
                .filter(pool -> appliesTo(pool, kind))
                .map(Pool::id)
                .sorted()
                .toList();
        return slots.stream().map(Slot::pool).sorted().toList().equals(applicable);
    }

    private boolean hasFreeSlot(Pool pool, AgentKind kind, FleetAgent.Candidate candidate) {
        if (used(pool) >= pool.size()) {
            return false;
        }
        return pool.entries().isEmpty()
                || pool.entries().stream()
                        .anyMatch(entry -> matches(entry, kind)
                                && matches(entry, candidate)
                                && entry.slots()
                                        .map(slots -> used(pool, entry) < slots)
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

    private static boolean appliesTo(Pool pool, AgentKind kind) {
        return pool.enabled()
                && (pool.entries().isEmpty() || pool.entries().stream().anyMatch(entry -> matches(entry, kind)));
    }

    private static boolean matches(PoolEntry entry, AgentKind kind) {
        return entry.role() == kind.role()
                && (entry.mode().isEmpty() || entry.mode().get() == kind.mode())
                && (entry.focus().isEmpty() || entry.focus().equals(kind.focus()));
    }

    private static boolean matches(PoolEntry entry, FleetAgent.Candidate candidate) {
        Optional<String> model = entry.model()
                .map(name -> entry.provider()
                        .map(provider -> ProviderCatalogue.modelName(provider, name))
                        .orElse(name));
        return (entry.provider().isEmpty() || entry.provider().get().equals(candidate.provider()))
                && (model.isEmpty() || model.equals(candidate.model()));
    }
}
