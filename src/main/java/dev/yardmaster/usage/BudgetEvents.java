package dev.yardmaster.usage;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Announces to webhooks that a budget is exhausted or nearly so. For any thread. */
@Singleton
public class BudgetEvents {
    private static final String WANTED =
            "SELECT EXISTS (SELECT FROM webhook WHERE enabled AND events && '{budget.warning,budget.exhausted}')";

    private static final String ANNOUNCE = "SELECT announce_once($1, $2, $3, $4, $5)";

    private final BudgetRepository repository;
    private final Pool pool;

    BudgetEvents(BudgetRepository repository, Pool pool) {
        this.repository = repository;
        this.pool = pool;
    }

    private record Event(String name, Budget budget, String message) {
        /** A changed budget is announced again, a renamed owner is not. */
        Tuple tuple() {
            return Tuple.of(
                    name + " " + budget.id() + " " + budget.terms(),
                    budget.resetsAt().map(at -> at.atOffset(ZoneOffset.UTC)).orElse(SpentQuery.NEVER),
                    name,
                    "budgets/" + budget.path(),
                    data());
        }

        private JsonObject data() {
            var data = new JsonObject()
                    .put("budget", budget.path())
                    .put("period", budget.period().word())
                    .put("message", message);
            budget.resetsAt().ifPresent(at -> data.put("resetsAt", at.toString()));
            return data;
        }
    }

    /** Announces what was not announced since the last reset. Without a webhook that wants to know, it reads no budgets. */
    public Uni<Void> announce() {
        return pool.query(WANTED)
                .execute()
                .map(rows -> rows.iterator().next().getBoolean(0))
                .chain(wanted -> wanted ? announceAll() : Uni.createFrom().voidItem());
    }

    private Uni<Void> announceAll() {
        return repository
                .all(pool, Instant.now())
                .onItem()
                .transformToMulti(budgets -> Multi.createFrom().iterable(events(budgets)))
                .onItem()
                .transformToUniAndConcatenate(
                        event -> pool.preparedQuery(ANNOUNCE).execute(event.tuple()))
                .onItem()
                .ignoreAsUni();
    }

    private static List<Event> events(List<Budget> budgets) {
        return budgets.stream()
                .flatMap(budget -> Stream.concat(
                        budget.warningMessage().map(it -> new Event("budget.warning", budget, it)).stream(),
                        budget.exhaustion().map(it -> new Event("budget.exhausted", budget, it.reason())).stream()))
                .toList();
    }
}
