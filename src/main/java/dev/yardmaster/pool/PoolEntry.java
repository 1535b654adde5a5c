package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The sessions of one sort that a pool has slots for. Immutable.
 *
 * @param number its place in the pool, from 0
 * @param mode empty for all modes
 * @param focus what its stewards look after; empty for all
 * @param priority 0 to 1000; what is higher is filled, and starts, first
 * @param slots how many run at once, 1 to the pool's size; empty when only the pool's size limits it
 * @param provider the provider's id; empty for all
 * @param model the model in its user's words; empty for all
 */
public record PoolEntry(
        int number,
        Role role,
        Optional<AgentMode> mode,
        Optional<String> focus,
        int priority,
        Optional<Integer> slots,
        Optional<String> provider,
        Optional<String> model) {
    /** The order in which entries are filled: the highest priority first, then the more specific, then as they are written. */
    static final Comparator<PoolEntry> FIRST = Comparator.comparingInt(PoolEntry::priority)
            .reversed()
            .thenComparing(entry -> entry.model().isEmpty())
            .thenComparing(entry -> entry.provider().isEmpty())
            .thenComparingInt(PoolEntry::number);

    /** Whether it is for agents of a kind. */
    public boolean isFor(AgentKind kind) {
        return role == kind.role()
                && mode.map(kind.mode()::equals).orElse(true)
                && focus.map(wanted -> kind.focus().filter(wanted::equals).isPresent())
                        .orElse(true);
    }

    /** Whether it is for a session; the entry's model must be {@linkplain #told what the provider is told}. */
    boolean isFor(SlotRequest occupant) {
        return isFor(occupant.kind())
                && provider.map(occupant.provider()::equals).orElse(true)
                && model.map(wanted -> occupant.model()
                                .filter(wanted::equalsIgnoreCase)
                                .isPresent())
                        .orElse(true);
    }

    /** Whether two entries are for the same sessions, and differ at most in how many and how soon. */
    boolean isForTheSameAs(PoolEntry other) {
        return role == other.role
                && mode.equals(other.mode)
                && focus.equals(other.focus)
                && provider.equals(other.provider)
                && model.equals(other.model);
    }

    /** The same with the model as its provider is told it. */
    PoolEntry told(BinaryOperator<String> models) {
        Optional<String> told =
                model.map(name -> provider.map(id -> models.apply(id, name)).orElse(name));
        return new PoolEntry(number, role, mode, focus, priority, slots, provider, told);
    }
}
