package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BinaryOperator;

/**
 * Slots that agents share. Immutable.
 *
 * @param size how many sessions of all agents that it governs run at once, 1 to 10,000
 * @param enabled whether it governs anybody
 * @param entries what its slots are for; none when they are for all
 */
public record Pool(UUID id, String name, int size, boolean enabled, List<PoolEntry> entries, Instant createdAt) {
    public Pool {
        entries = List.copyOf(entries);
    }

    /** Whether agents of a kind need a slot of it. */
    public boolean governs(AgentKind kind) {
        return enabled && (entries.isEmpty() || entries.stream().anyMatch(entry -> entry.isFor(kind)));
    }

    /** The entries that are for a session, in the order in which they are filled. */
    List<PoolEntry> entriesFor(SlotRequest occupant) {
        return entries.stream()
                .filter(entry -> entry.isFor(occupant))
                .sorted(PoolEntry.FIRST)
                .toList();
    }

    /** The same with models as their providers are told them. */
    Pool told(BinaryOperator<String> models) {
        List<PoolEntry> told = entries.stream().map(entry -> entry.told(models)).toList();
        return new Pool(id, name, size, enabled, told, createdAt);
    }
}
