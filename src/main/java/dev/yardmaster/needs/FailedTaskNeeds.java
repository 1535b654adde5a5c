package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Map;

/** Tasks that have failed for good. */
@Singleton
class FailedTaskNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT id::text AS subject, ended_at AS since, ended_at::text AS version, title, reason FROM task WHERE state = 'failed'
            """;

    FailedTaskNeeds(Pool pool) {
        super(pool, "task_failed", ROWS, FailedTaskNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        return new Need(
                "task_failed",
                id,
                "The task '" + shortened(row.getString("title")) + "' has failed.",
                text(row, "reason"),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                Map.of("task", id),
                new Action("task reopen " + id, "POST", "/api/tasks/" + id + "/reopen"));
    }
}
