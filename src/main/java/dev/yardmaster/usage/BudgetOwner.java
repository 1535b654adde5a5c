package dev.yardmaster.usage;

import java.util.Optional;
import java.util.UUID;

/** Who a budget belongs to: an agent, a provider, or the whole workspace if both are empty. */
record BudgetOwner(Optional<UUID> agent, Optional<String> provider) {
    static final BudgetOwner WORKSPACE = new BudgetOwner(Optional.empty(), Optional.empty());

    static BudgetOwner agent(UUID id) {
        return new BudgetOwner(Optional.of(id), Optional.empty());
    }

    static BudgetOwner provider(String id) {
        return new BudgetOwner(Optional.empty(), Optional.of(id));
    }
}
