package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;
import java.util.UUID;

/** Who a budget belongs to: an agent, a provider, a project, a plan, or the whole workspace if all are empty. */
@JsonInclude(Include.NON_ABSENT)
public record BudgetOwner(
        Optional<UUID> agent, Optional<String> provider, Optional<UUID> project, Optional<UUID> plan) {
    public static final BudgetOwner WORKSPACE =
            new BudgetOwner(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public static BudgetOwner agent(UUID id) {
        return new BudgetOwner(Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static BudgetOwner provider(String id) {
        return new BudgetOwner(Optional.empty(), Optional.of(id), Optional.empty(), Optional.empty());
    }

    public static BudgetOwner project(UUID id) {
        return new BudgetOwner(Optional.empty(), Optional.empty(), Optional.of(id), Optional.empty());
    }

    public static BudgetOwner plan(UUID id) {
        return new BudgetOwner(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(id));
    }
}
