package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Map;

/** Tasks that a person has to review, without those whose work waits in the queue for merging. */
@Singleton
class ReviewTaskNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT id::text AS subject, updated_at AS since, updated_at::text AS version, title, reason FROM task WHERE state = 'review'
                AND NOT EXISTS (SELECT FROM review WHERE review.task = task.id AND review.ended_at IS NULL)
            """;

    ReviewTaskNeeds(Pool pool) {
        super(pool, "task_review", ROWS, ReviewTaskNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        return new Need(
                "task_review",
                id,
                "The task '" + shortened(row.getString("title")) + "' waits for a review.",
                text(row, "reason"),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                Map.of("task", id),
                new Action("task complete " + id, "POST", "/api/tasks/" + id + "/complete"));
    }
}
