package dev.yardmaster.needs;

import dev.yardmaster.needs.Need.Action;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Open questions to people. */
@Singleton
class QuestionNeeds extends StoredNeeds {
    private static final String ROWS = """
            SELECT id::text AS subject, created_at AS since, message::text AS version, agent_name, to_person, text, task, deadline
            FROM question WHERE state = 'open' AND to_agent IS NULL
            """;

    QuestionNeeds(Pool pool) {
        super(pool, "question", ROWS, QuestionNeeds::need);
    }

    private static Need need(Row row) {
        String id = row.getString("subject");
        Map<String, String> ids = new HashMap<>(Map.of("question", id, "agent", row.getString("agent_name")));
        Optional.ofNullable(row.getUUID("task")).ifPresent(task -> ids.put("task", task.toString()));
        String to = text(row, "to_person").map(person -> " '" + person + "'").orElse("");
        return new Need(
                "question",
                id,
                "The agent '" + row.getString("agent_name") + "' asks" + to + ": " + shortened(row.getString("text")),
                Optional.ofNullable(row.getOffsetDateTime("deadline"))
                        .map(at -> "It expires at " + at.toInstant() + "."),
                row.getOffsetDateTime("since").toInstant(),
                row.getString("version"),
                ids,
                new Action("question answer " + id + " ANSWER", "POST", "/api/questions/" + id + "/answer"));
    }
}
