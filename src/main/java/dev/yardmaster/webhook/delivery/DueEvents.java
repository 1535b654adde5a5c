package dev.yardmaster.webhook.delivery;

import dev.yardmaster.usage.BudgetEvents;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Adds deliveries of the events that no change in the database brings. */
@Singleton
class DueEvents {
    private final DeliveryStore store;
    private final BudgetEvents budgets;

    DueEvents(DeliveryStore store, BudgetEvents budgets) {
        this.store = store;
        this.budgets = budgets;
    }

    /** Announces what time has brought, such as the end of a limit, and budgets that are spent. */
    Uni<Void> announce() {
        return store.announceDueEvents().chain(budgets::announce);
    }
}
