package dev.yardmaster.idempotency;

import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.idempotency.ClaimResult.Answered;
import dev.yardmaster.idempotency.ClaimResult.Claimed;
import dev.yardmaster.idempotency.ClaimResult.Created;
import dev.yardmaster.idempotency.ClaimResult.Reused;
import dev.yardmaster.idempotency.ClaimResult.Running;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** The table {@code idempotency_key}. For any thread. */
@Singleton
class IdempotencyRepository {
    /** How long a service may take until it renews its claims. A suspended service that takes longer loses them. */
    static final Duration CLAIM = Duration.ofSeconds(10);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    // Changes nothing and returns no row if another request has the key, the request is running, or it is answered.
    private static final String CLAIM_KEY = """
            INSERT INTO idempotency_key AS k (token, key, fingerprint, reserved, attempt, running_until, expires_at)
            VALUES ($1, $2, $3, $4, $5, now() + $6 * interval '1 ms', now() + $7 * interval '1 ms')
            ON CONFLICT (token, key) DO UPDATE SET
                fingerprint = excluded.fingerprint,
                reserved = CASE WHEN k.expires_at <= now() THEN excluded.reserved ELSE k.reserved END,
                attempt = excluded.attempt,
                running_until = excluded.running_until,
                expires_at = CASE WHEN k.expires_at <= now() THEN excluded.expires_at ELSE k.expires_at END,
                status = NULL, content_type = NULL, location = NULL, body = NULL
            WHERE coalesce(k.running_until, k.expires_at) <= now()
                AND (k.expires_at <= now() OR k.fingerprint = excluded.fingerprint)
            RETURNING reserved, reserved <> $4 AS repeated
            """;

    private static final String FIND = """
            SELECT *, fingerprint = $3 AS same, ceil(extract(epoch FROM running_until - now()))::int AS seconds
            FROM idempotency_key WHERE token = $1 AND key = $2
            """;

    // Plans and messages are missing here, because the answer of their GET does not have the ids of all that was
    // created;
    // NewPlans and Mail find them themselves.
    private static final String CREATED = """
            SELECT 'tasks' AS collection WHERE EXISTS (SELECT FROM task WHERE id = $1)
            UNION ALL SELECT 'agents' WHERE EXISTS (SELECT FROM agent WHERE id = $1)
            UNION ALL SELECT 'projects' WHERE EXISTS (SELECT FROM project WHERE id = $1)
            UNION ALL SELECT 'pools' WHERE EXISTS (SELECT FROM pool WHERE id = $1)
            UNION ALL SELECT 'permission-rules' WHERE EXISTS (SELECT FROM permission_rule WHERE id = $1)
            UNION ALL SELECT 'triggers' WHERE EXISTS (SELECT FROM trigger WHERE id = $1)
            UNION ALL SELECT 'sessions' WHERE EXISTS (SELECT FROM session WHERE id = $1)
            """;

    private static final String STORE = """
            UPDATE idempotency_key SET running_until = NULL, status = $2, content_type = $3, location = $4, body = $5
            WHERE attempt = $1 AND status IS NULL
            """;

    private static final String RELEASE =
            "UPDATE idempotency_key SET running_until = now() WHERE attempt = $1 AND status IS NULL";
    private static final String RENEW = """
            UPDATE idempotency_key SET running_until = now() + $2 * interval '1 ms' WHERE attempt = ANY ($1) AND status IS NULL
            """;
    private static final String DELETE_EXPIRED = """
            DELETE FROM idempotency_key WHERE expires_at <= now() AND coalesce(running_until, expires_at) <= now()
            """;

    private final Pool pool;
    private final Duration keep;

    @Inject
    IdempotencyRepository(Pool pool, IdempotencyConfig config) {
        this(pool, checked(config.keep()));
    }

    IdempotencyRepository(Pool pool, Duration keep) {
        this.pool = pool;
        this.keep = keep;
    }

    /** Claims the key of a request. Of several services that do so at the same time, one gets {@link Claimed}. */
    Uni<ClaimResult> claim(UUID token, IdempotencyKey key, byte[] fingerprint) {
        UUID attempt = UUID.randomUUID();
        Tuple values = Tuple.tuple()
                .addUUID(token)
                .addString(key.value())
                .addValue(Buffer.buffer(fingerprint))
                .addUUID(Ids.next())
                .addUUID(attempt)
                .addLong(CLAIM.toMillis())
                .addLong(keep.toMillis());
        return pool.preparedQuery(CLAIM_KEY)
                .execute(values)
                .chain(rows -> rows.rowCount() == 0
                        ? find(token, key, fingerprint)
                        : claimed(attempt, rows.iterator().next()));
    }

    /** The thing with an id, if a request that reserved the id has created it. */
    Uni<Optional<Created>> created(UUID id) {
        return pool.preparedQuery(CREATED)
                .execute(Tuple.of(id))
                .map(rows -> rows.stream()
                        .map(row -> new Created(row.getString("collection"), id))
                        .findFirst());
    }

    /** Stores the answer of an execution. Does nothing if the execution has lost its claim. */
    Uni<Boolean> store(UUID attempt, Answer answer) {
        Tuple values = Tuple.of(
                attempt,
                answer.status(),
                answer.contentType().orElse(null),
                answer.location().orElse(null),
                answer.body());
        return pool.preparedQuery(STORE).execute(values).map(rows -> rows.rowCount() > 0);
    }

    /** Lets the next repetition of a request execute it. Does nothing if the request is answered. */
    Uni<Void> release(UUID attempt) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(attempt)).replaceWithVoid();
    }

    /** Extends the claims of executions that go on. */
    Uni<Void> renew(Collection<UUID> attempts) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(attempts.toArray(UUID[]::new), CLAIM.toMillis()))
                .replaceWithVoid();
    }

    /** Returns the number of deleted keys. */
    Uni<Integer> deleteExpired() {
        return pool.query(DELETE_EXPIRED).execute().map(rows -> rows.rowCount());
    }

    /** Throws {@code invalid_configuration}. */
    static Duration checked(Duration keep) {
        if (keep.compareTo(SHORTEST) < 0 || keep.compareTo(LONGEST) > 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.idempotency.keep is " + keep + ", but it must be " + SHORTEST + " to "
                            + LONGEST + ".");
        }
        return keep;
    }

    private Uni<ClaimResult> claimed(UUID attempt, Row row) {
        var ids = new NewIds(row.getUUID("reserved"));
        Uni<Optional<Created>> created = row.getBoolean("repeated")
                ? created(ids.first())
                : Uni.createFrom().item(Optional.empty());
        return created.map(thing -> new Claimed(attempt, ids, thing));
    }

    private Uni<ClaimResult> find(UUID token, IdempotencyKey key, byte[] fingerprint) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(token, key.value(), Buffer.buffer(fingerprint)))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(IdempotencyRepository::result)
                        // The key was free again, or has expired, since the claim.
                        .orElseGet(() -> new Running(Duration.ZERO)));
    }

    private static ClaimResult result(Row row) {
        if (!row.getBoolean("same")) {
            return new Reused();
        }
        Integer status = row.getInteger("status");
        return status == null
                ? new Running(Duration.ofSeconds(Math.max(0, row.getInteger("seconds"))))
                : new Answered(new Answer(
                        status,
                        Optional.ofNullable(row.getString("content_type")),
                        Optional.ofNullable(row.getString("location")),
                        Buffer.buffer(row.getBuffer("body").getBytes())));
    }
}
