package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Approvals that wait for a person. */
@Singleton
class ApprovalNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT id::text AS subject, created_at AS since, state AS version, agent_name, tool, command, session, task, expires_at
            FROM approval WHERE state = 'pending'
            """;

    ApprovalNeeds(Pool pool) {
        super(pool, "approval", ROWS, ApprovalNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        Map<String, String> ids = new HashMap<>(Map.of(
                "approval",
                id,
                "agent",
                row.getString("agent_name"),
                "session",
                row.getUUID("session").toString()));
        Optional.ofNullable(row.getUUID("task")).ifPresent(task -> ids.put("task", task.toString()));
        return new Need(
                "approval",
                id,
                "The agent '" + row.getString("agent_name") + "' asks to use "
                        + shortened(text(row, "command").orElse(row.getString("tool"))),
                Optional.of("Without an answer it is denied at "
                        + row.getOffsetDateTime("expires_at").toInstant() + "."),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                ids,
                new Action("approval allow " + id, "POST", "/api/approvals/" + id + "/allow"));
    }
}
