package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BinaryOperator;

/**
 * Slots that agents share. Immutable.
 *
 * @param size how many sessions run at the same time in the whole pool, 1 to 10,000
 * @param enabled whether the pool limits sessions; a disabled pool applies to no agent
 * @param entries which sessions may use the slots; empty if the pool applies to all agents
 */
public record Pool(UUID id, String name, int size, boolean enabled, List<PoolEntry> entries, Instant createdAt) {
    public Pool {
        entries = List.copyOf(entries);
    }

    /** Whether a session of an agent of this kind needs a slot of the pool. */
    public boolean appliesTo(AgentKind kind) {
        return enabled && (entries.isEmpty() || entries.stream().anyMatch(entry -> entry.appliesTo(kind)));
    }

    /** The entries that match a session, in the order in which they are filled. */
    List<PoolEntry> matching(SlotRequest request) {
        return entries.stream()
                .filter(entry -> entry.matches(request))
                .sorted(PoolEntry.FILL_ORDER)
                .toList();
    }

    /** The same pool with model aliases replaced by the names that the providers' CLIs expect. */
    Pool resolved(BinaryOperator<String> models) {
        List<PoolEntry> resolved =
                entries.stream().map(entry -> entry.resolved(models)).toList();
        return new Pool(id, name, size, enabled, resolved, createdAt);
    }
}
