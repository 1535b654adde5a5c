package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentRow;
import dev.yardmaster.dispatch.planning.AvailableAgent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.List;

/** The agents with the number of sessions that each can still start. */
@Singleton
class AgentAvailability {
    private static final String FREE = """
            SELECT a.*, a.max_concurrent_tasks - count(s.id)::int AS free
            FROM agent a LEFT JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
            WHERE a.enabled
            GROUP BY a.id HAVING count(s.id) < a.max_concurrent_tasks
            ORDER BY a.name
            """;

    private static final String ALL = """
            SELECT a.*, a.max_concurrent_tasks - count(s.id)::int AS free
            FROM agent a LEFT JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
            GROUP BY a.id ORDER BY a.name
            """;

    private final Pool pool;

    AgentAvailability(Pool pool) {
        this.pool = pool;
    }

    /** The enabled agents that can start at least one more session, by name. */
    Uni<List<AvailableAgent>> free() {
        return pool.preparedQuery(FREE).execute().map(AgentAvailability::agents);
    }

    /** All agents, by name; also the disabled and the busy ones. */
    Uni<List<AvailableAgent>> all() {
        return pool.preparedQuery(ALL).execute().map(AgentAvailability::agents);
    }

    private static List<AvailableAgent> agents(RowSet<Row> rows) {
        return rows.stream().map(AgentAvailability::agent).toList();
    }

    private static AvailableAgent agent(Row row) {
        AgentRow agent = AgentRow.of(row);
        return new AvailableAgent(agent.profile(), agent.tags(), Math.max(0, row.getInteger("free")), agent.enabled());
    }
}
