package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Finished work that a person has to approve, or that can't be merged before a person has done something. */
@Singleton
class ReviewNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT r.id::text AS subject, r.created_at AS since, coalesce(r.problem, r.state) AS version, t.title, r.author, r.problem, r.task,
                r.state = 'waiting' AS undecided
            FROM review r JOIN task t ON t.id = r.task
            WHERE r.ended_at IS NULL AND (r.state = 'waiting' AND r.steward IS NULL OR r.state <> 'waiting' AND r.problem IS NOT NULL)
            """;

    ReviewNeeds(Pool pool) {
        super(pool, "review", ROWS, ReviewNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        String title = "'" + shortened(row.getString("title")) + "'";
        Optional<String> problem = text(row, "problem");
        return new Need(
                "review",
                id,
                row.getBoolean("undecided")
                        ? "The work of " + row.getString("author") + " on " + title + " waits for an approval."
                        : "The work on " + title + " can't be merged.",
                problem,
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                Map.of("review", id, "task", row.getUUID("task").toString()),
                row.getBoolean("undecided")
                        ? new Action("review approve " + id, "POST", "/api/reviews/" + id + "/approve")
                        : new Action("review retry " + id, "POST", "/api/reviews/" + id + "/retry"));
    }
}
