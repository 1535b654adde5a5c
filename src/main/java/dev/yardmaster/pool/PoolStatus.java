package dev.yardmaster.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A pool with the number of slots that are in use now.
 *
 * @param used the running sessions that hold a slot. More than {@code size} if the pool was made smaller meanwhile. It can exceed the sum of
 *     the entries: a session that was running when the entries changed, and that none of them matches, counts for the pool only
 */
@JsonInclude(Include.NON_ABSENT)
record PoolStatus(
        UUID id, String name, int size, boolean enabled, List<EntryStatus> entries, int used, Instant createdAt) {
    /** An entry with the number of its slots that are in use now. */
    @JsonInclude(Include.NON_ABSENT)
    record EntryStatus(
            Role role,
            Optional<AgentMode> mode,
            Optional<String> focus,
            int priority,
            Optional<Integer> slots,
            Optional<String> provider,
            Optional<String> model,
            int used) {
        private static EntryStatus of(PoolEntry entry, int used) {
            return new EntryStatus(
                    entry.role(),
                    entry.mode(),
                    entry.focus(),
                    entry.priority(),
                    entry.slots(),
                    entry.provider(),
                    entry.model(),
                    used);
        }
    }

    static PoolStatus of(Pool pool, Occupancy occupancy) {
        List<EntryStatus> entries = pool.entries().stream()
                .map(entry -> EntryStatus.of(entry, occupancy.used(pool.id(), entry.number())))
                .toList();
        return new PoolStatus(
                pool.id(),
                pool.name(),
                pool.size(),
                pool.enabled(),
                entries,
                occupancy.used(pool.id()),
                pool.createdAt());
    }
}
