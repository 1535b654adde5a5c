package dev.yardmaster.tools;

import dev.yardmaster.agent.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores what agents report about the tasks of their sessions. Each statement changes nothing if the session does not run its task any more. */
@Singleton
class WorkRepository {
    private static final String PROGRESS = """
            UPDATE task SET progress = $2, progress_percent = $3, progress_at = now() WHERE session = $1 AND state = 'running'
            """;

    private static final String OUTCOME = """
            INSERT INTO task_outcome (session, outcome, summary, to_agent, to_role)
            SELECT $1, $2, $3, $4, $5 FROM task WHERE session = $1 AND state = 'running' AND NOT cancelling
            ON CONFLICT (session) DO UPDATE SET outcome = excluded.outcome, summary = excluded.summary,
                to_agent = excluded.to_agent, to_role = excluded.to_role
            """;

    private static final String AGENT = "SELECT id, role FROM agent WHERE name = $1 OR id::text = lower($1)";

    private final Pool pool;

    WorkRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Whom a task goes to.
     *
     * @param agent the only agent that may get it; empty for any agent of the role
     */
    record Recipient(Optional<UUID> agent, Role role) {}

    Uni<Boolean> progress(UUID session, String text, Optional<Integer> percent) {
        return run(PROGRESS, Tuple.of(session, text, percent.orElse(null)));
    }

    Uni<Boolean> finished(UUID session, String outcome, String summary) {
        return outcome(session, outcome, summary, null, null);
    }

    Uni<Boolean> handedOff(UUID session, String note, Optional<Recipient> to) {
        return outcome(
                session,
                "handed_off",
                note,
                to.flatMap(Recipient::agent).orElse(null),
                to.map(it -> it.role().value()).orElse(null));
    }

    /** The agent with a name or id. */
    Uni<Optional<Recipient>> agent(String idOrName) {
        return pool.preparedQuery(AGENT)
                .execute(Tuple.of(idOrName))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Recipient(Optional.of(row.getUUID("id")), Role.of(row.getString("role")))));
    }

    private Uni<Boolean> outcome(
            UUID session, String outcome, String summary, @Nullable UUID agent, @Nullable String role) {
        return run(OUTCOME, Tuple.of(session, outcome, summary, agent, role));
    }

    private Uni<Boolean> run(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }
}
