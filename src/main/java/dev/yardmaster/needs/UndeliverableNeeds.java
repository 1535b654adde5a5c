package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Messages that no session dealt with. Those that were withdrawn, or whose question was settled, are not listed. */
@Singleton
class UndeliverableNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT id::text AS subject, created_at AS since, reason AS version, reason, agent_name, sender FROM message
            WHERE state = 'undeliverable' AND attempts > 0 AND reason NOT LIKE 'The question %'
                AND reason NOT LIKE 'Withdrawn by %' AND reason NOT LIKE 'Its task %'
            """;

    UndeliverableNeeds(Pool pool) {
        super(pool, "message_undeliverable", ROWS, UndeliverableNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        String agent = row.getString("agent_name");
        return new Need(
                "message_undeliverable",
                id,
                "A message of '" + row.getString("sender") + "' did not reach the agent '" + agent + "'.",
                Optional.of(row.getString("reason")),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                Map.of("message", id, "agent", agent),
                new Action("message show " + id, "GET", "/api/messages/" + id));
    }
}
