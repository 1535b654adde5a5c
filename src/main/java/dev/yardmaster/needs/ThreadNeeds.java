package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Conversations of agents that start no more sessions, because only the agents have talked for too long. */
@Singleton
class ThreadNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT thread::text AS subject, min(created_at) AS since, (array_agg(id ORDER BY id DESC))[1]::text AS version,
                (array_agg(agent_name ORDER BY id DESC))[1] AS agent, (array_agg(sender ORDER BY id DESC))[1] AS sender, max(talk) AS talk
            FROM message WHERE state = 'queued' AND NOT wakes GROUP BY thread
            """;

    ThreadNeeds(Pool pool) {
        super(pool, "thread", ROWS, ThreadNeeds::need);
    }

    private static Need need(Row row) {
        String thread = row.getString("subject");
        String agent = row.getString("agent");
        String last = row.getString("version");
        return new Need(
                "thread",
                thread,
                "The agents '" + row.getString("sender") + "' and '" + agent + "' only talk with each other.",
                Optional.of(
                        "They have sent " + row.getInteger("talk")
                                + " messages in a row, so the next one starts no session. A message of a person lets them go on."),
                row.getOffsetDateTime("since").toInstant(),
                last,
                Map.of("thread", thread, "message", last, "agent", agent),
                new Action("message send " + agent + " TEXT --reply-to " + last, "POST", "/api/messages"));
    }
}
