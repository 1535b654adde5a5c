package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Finished work that waits for the approval of a person, or that can't be merged at the moment. */
@Singleton
class MergeReviewNeeds extends StoredNeeds {
    // What a steward judges needs no person.
    private static final String ROWS = """
            SELECT r.id::text AS subject, r.updated_at AS since, r.state || ' ' || coalesce(r.problem, '') AS version, r.state, r.problem,
                r.author, r.task, t.title
            FROM review r JOIN task t ON t.id = r.task
            WHERE r.state = 'waiting' AND r.steward_task IS NULL OR r.ended_at IS NULL AND r.problem IS NOT NULL
            """;

    MergeReviewNeeds(Pool pool) {
        super(pool, "merge_review", ROWS, MergeReviewNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        boolean waits = row.getString("state").equals("waiting");
        String step = waits ? "approve" : "retry";
        return new Need(
                "merge_review",
                id,
                "The work on '" + shortened(row.getString("title")) + "' "
                        + (waits ? "waits for an approval." : "can't be merged now."),
                text(row, "problem").or(() -> Optional.of("It was done by " + row.getString("author") + ".")),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                Map.of("review", id, "task", row.getUUID("task").toString()),
                new Action("review " + step + " " + id, "POST", "/api/reviews/" + id + "/" + step));
    }
}
