package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The keys with which agents repeat calls that create something. They outlive a session, because the next one can repeat its calls, and are kept for 30 days. */
@Singleton
class ToolKeys {
    private static final Logger LOG = Logger.getLogger(ToolKeys.class);

    private static final String RESERVE = """
            INSERT INTO tool_key AS k (agent, tool, key, fingerprint, thing) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (agent, tool, key) DO UPDATE SET key = excluded.key RETURNING thing, fingerprint = $4 AS same
            """;

    private static final String DELETE_OLD = "DELETE FROM tool_key WHERE created_at < now() - interval '30 days'";

    private final Pool pool;

    ToolKeys(Pool pool) {
        this.pool = pool;
    }

    /**
     * The id of what a call creates: the same for each repetition. Without a key it is a new one. Fails with {@code idempotency_key_reused} if the
     * agent has used the key with other arguments.
     */
    Uni<UUID> id(CallingSession caller, String tool, ToolInput input) {
        Optional<String> key = input.text("key");
        if (key.isEmpty()) {
            return Uni.createFrom().item(Ids.next());
        }
        Tuple values = Tuple.of(
                caller.agent(),
                tool,
                key.get(),
                Buffer.buffer(sha256(input.values().toString())),
                Ids.next());
        return pool.preparedQuery(RESERVE)
                .execute(values)
                .map(rows -> rows.iterator().next())
                .map(row -> {
                    if (!row.getBoolean("same")) {
                        throw new YardmasterException(
                                ErrorCode.IDEMPOTENCY_KEY_REUSED,
                                "You have used the key '" + key.get()
                                        + "' for a call with other arguments. Use a new key for a new"
                                        + " call, and the same arguments for a repetition.");
                    }
                    return row.getUUID("thing");
                });
    }

    /** Deletes keys that nobody repeats any more. */
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
