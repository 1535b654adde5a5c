package dev.yardmaster.tools;

import dev.yardmaster.agent.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
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

    private static final String AGENT = """
            SELECT a.id, a.role, a.enabled, t.project IS NOT NULL AND a.project IS NOT NULL AND a.project <> t.project AS elsewhere,
                ARRAY(SELECT unnest(t.requires) EXCEPT SELECT unnest(a.tags) ORDER BY 1) AS lacks
            FROM agent a LEFT JOIN task t ON t.id = $2 WHERE a.name = $1 OR a.id::text = lower($1)
            """;

    private static final String CREATED_TASK = "UPDATE task SET creator = $2 WHERE id = $1 AND creator IS NULL";

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

    /** Notes which agent has created a task: questions about it go to this agent. */
    Uni<Void> createdTask(UUID task, UUID agent) {
        return run(CREATED_TASK, Tuple.of(task, agent)).replaceWithVoid();
    }

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

    /**
     * An agent to which somebody wants to hand a task over.
     *
     * @param elsewhere whether it works on another project than the task
     * @param lacks the tags that the task requires and the agent does not have
     */
    record Candidate(UUID id, Role role, boolean enabled, boolean elsewhere, List<String> lacks) {
        Recipient recipient() {
            return new Recipient(Optional.of(id), role);
        }
    }

    /** The agent with a name or id, as a candidate for a task. */
    Uni<Optional<Candidate>> candidate(String idOrName, @Nullable UUID task) {
        return pool.preparedQuery(AGENT)
                .execute(Tuple.of(idOrName, task))
                .map(rows -> rows.stream().findFirst().map(WorkRepository::candidate));
    }

    private static Candidate candidate(Row row) {
        return new Candidate(
                row.getUUID("id"),
                Role.of(row.getString("role")),
                row.getBoolean("enabled"),
                row.getBoolean("elsewhere"),
                List.of(row.getArrayOfStrings("lacks")));
    }

    private Uni<Boolean> outcome(
            UUID session, String outcome, String summary, @Nullable UUID agent, @Nullable String role) {
        return run(OUTCOME, Tuple.of(session, outcome, summary, agent, role));
    }

    private Uni<Boolean> run(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() == 1);
    }
}
