package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The keys with which agents repeat calls that create something. They outlive a session, because the next one can repeat its calls, and are kept for 30 days. */
@Singleton
class ToolKeys {
    private static final Logger LOG = Logger.getLogger(ToolKeys.class);

    private static final String RESERVE = """
            INSERT INTO tool_key AS k (agent, tool, key, fingerprint, thing) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (agent, tool, key) DO UPDATE SET key = excluded.key RETURNING thing, fingerprint = $4 AS same
            """;

    private static final String RELEASE =
            "DELETE FROM tool_key WHERE agent = $1 AND tool = $2 AND key = $3 AND thing = $4";

    private static final String DELETE_OLD = "DELETE FROM tool_key WHERE created_at < now() - interval '30 days'";

    private final Pool pool;

    ToolKeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * Executes a call that creates something. Each repetition gets the same id; without a key the id is a new one. Fails with
     * {@code idempotency_key_reused} if the agent has used the key with other arguments. A call that is refused creates nothing and leaves its key
     * free.
     *
     * @param create creates the thing with an id, or returns it if it is there
     */
    <T> Uni<T> once(CallingSession caller, String tool, ToolInput input, Function<UUID, Uni<T>> create) {
        return input.text("key")
                .map(key -> once(
                        caller, tool, key, Buffer.buffer(sha256(input.values().toString())), create))
                .orElseGet(() -> create.apply(Ids.next()));
    }

    private <T> Uni<T> once(
            CallingSession caller, String tool, String key, Buffer fingerprint, Function<UUID, Uni<T>> create) {
        UUID own = Ids.next();
        return pool.preparedQuery(RESERVE)
                .execute(Tuple.of(caller.agent(), tool, key, fingerprint, own))
                .map(rows -> thing(rows.iterator().next(), key))
                .chain(thing -> create.apply(thing)
                        .onFailure(failure -> thing.equals(own) && isRefusal(failure))
                        .call(() -> pool.preparedQuery(RELEASE).execute(Tuple.of(caller.agent(), tool, key, own))));
    }

    private static UUID thing(Row row, String key) {
        if (!row.getBoolean("same")) {
            throw new YardmasterException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "You have used the key '" + key
                            + "' for a call with other arguments. Use a new key for a new"
                            + " call, and the same arguments for a repetition.");
        }
        return row.getUUID("thing");
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof YardmasterException known && known.code().status() < 500;
    }

    /** Deletes keys that are older than 30 days. */
    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> deleteOld() {
        return pool.query(DELETE_OLD)
                .execute()
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("state=old_keys_of_tools_not_deleted error=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
