package dev.yardmaster.session;

import dev.yardmaster.limit.LimitLedger;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.settings.Settings;
import dev.yardmaster.usage.BudgetLedger;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Reads the facts on which the selection of executables depends. For any thread. */
@Singleton
class SelectionContexts {
    private final ResolverFactory resolvers;
    private final ProviderOverrides overrides;
    private final ExecutableFaults faults;
    private final Settings settings;
    private final LimitLedger limits;
    private final BudgetLedger budgets;

    SelectionContexts(
            ResolverFactory resolvers,
            ProviderOverrides overrides,
            ExecutableFaults faults,
            Settings settings,
            LimitLedger limits,
            BudgetLedger budgets) {
        this.resolvers = resolvers;
        this.overrides = overrides;
        this.faults = faults;
        this.settings = settings;
        this.limits = limits;
        this.budgets = budgets;
    }

    /** The facts that hold now, with all budgets that are exhausted. */
    Uni<SelectionContext> current(SqlClient client) {
        return budgets.current(client).chain(exhausted -> current(client, exhausted));
    }

    /** The facts that hold now, with these exhausted budgets. */
    Uni<SelectionContext> current(SqlClient client, Budgets exhausted) {
        // Subscribed to together, so that the queries share one round trip to the database.
        return Uni.combine()
                .all()
                .unis(settings.current(client), limits.current(client), limits.slowStarts(client))
                .with((workspace, blocked, slowStarts) -> new SelectionContext(
                        resolvers.create(),
                        overrides.get(),
                        workspace,
                        blocked,
                        slowStarts,
                        exhausted,
                        faults::of,
                        Instant.now()));
    }
}
