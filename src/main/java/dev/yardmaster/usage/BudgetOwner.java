package dev.yardmaster.usage;

import java.util.Optional;
import java.util.UUID;

/** Whose a budget is: an agent's, a provider's, or else the whole workspace's. */
record BudgetOwner(Optional<UUID> agent, Optional<String> provider) {
    static final BudgetOwner WORKSPACE = new BudgetOwner(Optional.empty(), Optional.empty());

    static BudgetOwner agent(UUID id) {
        return new BudgetOwner(Optional.of(id), Optional.empty());
    }

    static BudgetOwner provider(String id) {
        return new BudgetOwner(Optional.empty(), Optional.of(id));
    }
}
