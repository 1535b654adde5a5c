package dev.yardmaster.approval;

import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.session.run.SessionTask;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table {@code approval}. For any thread. */
@Singleton
class ApprovalRepository {
    // The lock makes a session that ends meanwhile either withdraw the approval, or prevent it.
    private static final String ADD = """
            INSERT INTO approval (id, session, agent, agent_name, task, project, provider, call, kind, tool, command, paths,
                directory, reason, state, rule, message, created_at, expires_at, decided_at)
            SELECT $1, s.id, s.agent, s.agent_name, $3, $4, s.provider, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                CASE WHEN $12 = 'pending' THEN NULL ELSE $15::timestamptz END
            FROM session s WHERE s.id = $2 AND s.ended_at IS NULL FOR SHARE
            """;

    private static final String DECIDE = """
            UPDATE approval SET state = $2, decided_by = $3, message = $4, decided_at = now()
            WHERE id = $1 AND state = 'pending' AND expires_at > now() RETURNING *
            """;

    private static final String WITHDRAW = """
            UPDATE approval SET state = 'withdrawn', message = $2, decided_at = now() WHERE id = $1 AND state = 'pending'
            """;

    private static final String EXPIRE = """
            UPDATE approval SET state = 'expired', message = $1, decided_at = now()
            WHERE state = 'pending' AND expires_at <= now()
            """;

    /** How many files of what a rule decided are stored. */
    private static final int MOST_PATHS = 100_000;

    private final Pool pool;

    ApprovalRepository(Pool pool) {
        this.pool = pool;
    }

    /** The working directory of a session. */
    Uni<String> directory(UUID session) {
        return pool.preparedQuery("SELECT directory FROM session WHERE id = $1")
                .execute(Tuple.of(session))
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** Stores an approval. Returns false if its session has ended. */
    Uni<Boolean> add(NewApproval approval) {
        ToolUse use = approval.request().use();
        return pool.preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(approval.id())
                        .addUUID(approval.launch().session())
                        .addUUID(approval.launch().task().map(SessionTask::id).orElse(null))
                        .addUUID(approval.launch().project().map(it -> it.id()).orElse(null))
                        .addString(clean(approval.request().call()))
                        .addString(use.kind().name().toLowerCase(Locale.ROOT))
                        .addString(clean(use.tool()))
                        .addString(use.command().map(ApprovalRepository::clean).orElse(null))
                        .addArrayOfString(use.paths().stream()
                                .limit(MOST_PATHS)
                                .map(ApprovalRepository::clean)
                                .toArray(String[]::new))
                        .addString(approval.directory())
                        .addString(
                                approval.reason().map(ApprovalRepository::clean).orElse(null))
                        .addString(approval.state().value())
                        .addString(approval.rule().orElse(null))
                        .addString(approval.message().orElse(null))
                        .addOffsetDateTime(approval.at().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(approval.expiresAt().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The database can't store the character NUL. What people are asked about is shorter than the limit, and shown as a whole. */
    private static String clean(String text) {
        String shown = text.length() <= ApprovalPolicy.LONGEST ? text : text.substring(0, ApprovalPolicy.LONGEST) + "…";
        return shown.replace('\0', '\uFFFD');
    }

    Uni<Optional<Approval>> find(SqlClient client, UUID id) {
        return client.preparedQuery("SELECT * FROM approval WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(Approval::of));
    }

    Uni<Optional<Approval>> find(UUID id) {
        return find(pool, id);
    }

    /** A page of the approvals that match a filter. Fails with {@code invalid_request} or {@code invalid_cursor}. */
    Uni<List<Approval>> list(ApprovalFilter filter, int limit) {
        var query = new ApprovalQuery(filter, limit);
        return pool.preparedQuery(query.sql()).execute(query.values()).map(ApprovalRepository::approvals);
    }

    /** Decides on an approval that is pending and not overdue. Returns it; empty if nothing was changed. */
    Uni<Optional<Approval>> decide(
            SqlClient transaction, UUID id, ApprovalState state, String by, Optional<String> message) {
        return transaction
                .preparedQuery(DECIDE)
                .execute(Tuple.of(id, state.value(), by, message.orElse(null)))
                .map(rows -> rows.stream().findFirst().map(Approval::of));
    }

    /** Withdraws an approval that is pending. */
    Uni<Void> withdraw(UUID id, String reason) {
        return pool.preparedQuery(WITHDRAW).execute(Tuple.of(id, reason)).replaceWithVoid();
    }

    /** Ends all approvals that are overdue, also those of a service that does not run any more. */
    Uni<Void> expire(String message) {
        return pool.preparedQuery(EXPIRE).execute(Tuple.of(message)).replaceWithVoid();
    }

    /** Those of some approvals that exist. */
    Uni<Set<UUID>> existing(Collection<UUID> ids) {
        return pool.preparedQuery("SELECT id FROM approval WHERE id = ANY ($1)")
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet()));
    }

    /** Those of some approvals that are not pending. */
    Uni<List<Approval>> settled(Collection<UUID> ids) {
        return pool.preparedQuery("SELECT * FROM approval WHERE id = ANY ($1) AND state <> 'pending'")
                .execute(Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)))
                .map(ApprovalRepository::approvals);
    }

    private static List<Approval> approvals(RowSet<Row> rows) {
        return rows.stream().map(Approval::of).toList();
    }
}
