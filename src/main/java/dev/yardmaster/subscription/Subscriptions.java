package dev.yardmaster.subscription;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The subscriptions of agents. They last over restarts, and end with their agent. For any thread. */
@Singleton
public class Subscriptions {
    private static final int MOST = 50;

    private static final String INSERT = """
            INSERT INTO subscription (id, agent, events, plan, task, once, until) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO NOTHING
            """;

    private final Pool pool;

    Subscriptions(Pool pool) {
        this.pool = pool;
    }

    /** Adds a subscription; a repetition with the same id adds nothing. Fails with {@code conflict} if the agent has too many. */
    public Uni<Subscription> add(Subscription subscription) {
        Tuple values = Tuple.tuple()
                .addUUID(subscription.id())
                .addUUID(subscription.agent())
                .addArrayOfString(subscription.events().toArray(String[]::new))
                .addUUID(subscription.plan().orElse(null))
                .addUUID(subscription.task().orElse(null))
                .addBoolean(subscription.once())
                .addOffsetDateTime(subscription
                        .until()
                        .map(at -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null));
        return pool.withTransaction(transaction -> countOthers(transaction, subscription)
                        .invoke(Subscriptions::requireRoom)
                        .chain(() -> transaction.preparedQuery(INSERT).execute(values)))
                .replaceWith(subscription);
    }

    /** The subscriptions of an agent, the oldest first. */
    public Uni<List<Subscription>> of(UUID agent) {
        return pool.preparedQuery("SELECT * FROM subscription WHERE agent = $1 ORDER BY id")
                .execute(Tuple.of(agent))
                .map(rows -> rows.stream().map(Subscriptions::subscription).toList());
    }

    /** Ends a subscription of an agent; returns whether it was there. */
    public Uni<Boolean> end(UUID agent, UUID id) {
        return pool.preparedQuery("DELETE FROM subscription WHERE id = $1 AND agent = $2")
                .execute(Tuple.of(id, agent))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Uni<Long> countOthers(SqlConnection transaction, Subscription subscription) {
        return transaction
                .preparedQuery("SELECT count(*) FROM subscription WHERE agent = $1 AND id <> $2")
                .execute(Tuple.of(subscription.agent(), subscription.id()))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static void requireRoom(long count) {
        if (count >= MOST) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "You have " + count + " subscriptions, which is the most. End one of them with 'end'.");
        }
    }

    private static Subscription subscription(Row row) {
        return new Subscription(
                row.getUUID("id"),
                row.getUUID("agent"),
                List.of(row.getArrayOfStrings("events")),
                Optional.ofNullable(row.getUUID("plan")),
                Optional.ofNullable(row.getUUID("task")),
                row.getBoolean("once"),
                Optional.ofNullable(row.getOffsetDateTime("until")).map(OffsetDateTime::toInstant));
    }
}
