package dev.yardmaster.pool;

import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.Role;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * One group of sessions that may use the slots of a pool. Immutable.
 *
 * @param number the index of the entry in its pool, from 0
 * @param mode empty for all modes
 * @param focus the focus of the stewards; empty for all
 * @param priority 0 to 1000; entries with a higher priority are filled first, and their tasks start first
 * @param slots how many sessions run at the same time, 1 to the pool's size; empty if only the pool's size limits them
 * @param provider the provider's id; empty for all providers
 * @param model the model as the user wrote it, which may be an alias; empty for all models
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
    /** Entries with a higher priority come first, then the more specific ones, then those that the user wrote first. */
    static final Comparator<PoolEntry> FILL_ORDER = Comparator.comparingInt(PoolEntry::priority)
            .reversed()
            .thenComparing(entry -> entry.model().isEmpty())
            .thenComparing(entry -> entry.provider().isEmpty())
            .thenComparingInt(PoolEntry::number);

    /** Whether the entry applies to agents of a kind, on whatever provider and model they run. */
    public boolean appliesTo(AgentKind kind) {
        return role == kind.role()
                && mode.map(kind.mode()::equals).orElse(true)
                && focus.map(wanted -> kind.focus().filter(wanted::equals).isPresent())
                        .orElse(true);
    }

    /** Whether a session may use the entry's slots. The entry's model must be {@linkplain #resolved resolved}. */
    boolean matches(SlotRequest request) {
        return appliesTo(request.kind())
                && provider.map(request.provider()::equals).orElse(true)
                && model.map(wanted ->
                                request.model().filter(wanted::equalsIgnoreCase).isPresent())
                        .orElse(true);
    }

    /** Whether two entries match the same sessions; their number, priority and slots may differ. */
    boolean matchesTheSameAs(PoolEntry other) {
        return role == other.role
                && mode.equals(other.mode)
                && focus.equals(other.focus)
                && provider.equals(other.provider)
                && model.equals(other.model);
    }

    /** The same entry with a model alias replaced by the name that the provider's CLI expects. */
    PoolEntry resolved(BinaryOperator<String> models) {
        Optional<String> resolved =
                model.map(name -> provider.map(id -> models.apply(id, name)).orElse(name));
        return new PoolEntry(number, role, mode, focus, priority, slots, provider, resolved);
    }
}
