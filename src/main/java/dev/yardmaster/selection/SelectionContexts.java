package dev.yardmaster.selection;

import dev.yardmaster.limit.LimitLedger;
import dev.yardmaster.settings.Settings;
import dev.yardmaster.usage.BudgetLedger;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.time.Instant;

/**
 * Reads the facts on which the selection of executables depends. All facts are those of one instant by the database's clock, which is the
 * clock of the limits and of all services. For any thread.
 */
public @Singleton class SelectionContexts {
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
    public Uni<SelectionContext> current(SqlClient client) {
        return now(client).chain(at -> budgets.current(client, at).chain(exhausted -> context(client, exhausted, at)));
    }

    /** The facts that hold now, with these exhausted budgets. */
    public Uni<SelectionContext> current(SqlClient client, Budgets exhausted) {
        return now(client).chain(at -> context(client, exhausted, at));
    }

    private static Uni<Instant> now(SqlClient client) {
        return client.query("SELECT now()")
                .execute()
                .map(rows -> rows.iterator().next().getOffsetDateTime(0).toInstant());
    }

    private Uni<SelectionContext> context(SqlClient client, Budgets exhausted, Instant at) {
        // Subscribed to together, so that the queries share one round trip to the database.
        return Uni.combine()
                .all()
                .unis(settings.current(client), limits.current(client, at), limits.slowStarts(client, at))
                .with((workspace, blocked, slowStarts) -> new SelectionContext(
                        resolvers.create(),
                        overrides.get(),
                        workspace,
                        blocked,
                        slowStarts,
                        exhausted,
                        faults::of,
                        at));
    }
}
