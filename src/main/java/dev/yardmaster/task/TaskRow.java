package dev.yardmaster.task;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps the rows of tasks, with the columns that {@link TaskRepository} selects. */
final class TaskRow {
    private TaskRow() {}

    static Task task(Row row) {
        return new Task(
                row.getUUID("id"),
                row.getString("title"),
                row.getString("prompt"),
                Optional.ofNullable(row.getString("acceptance")),
                row.getShort("priority"),
                row.getShort("effective_priority"),
                row.getString("role"),
                Optional.ofNullable(row.getUUID("reserved_for")),
                Optional.ofNullable(row.getUUID("project")),
                Optional.ofNullable(row.getUUID("plan")),
                Optional.ofNullable(row.getString("name")),
                List.of(row.getArrayOfStrings("requires")),
                List.of(row.getArrayOfStrings("tags")),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("executable")),
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getLong("timeout_ms")).map(Duration::ofMillis),
                Optional.ofNullable(row.getInteger("max_failures")),
                List.of(row.getArrayOfUUIDs("depends_on")),
                List.of(row.getArrayOfUUIDs("blocked_by")),
                TaskState.of(row.getString("state")),
                instant(row.getOffsetDateTime("scheduled_for")),
                Optional.ofNullable(row.getUUID("assignee")),
                Optional.ofNullable(row.getUUID("session")),
                row.getInteger("attempts"),
                row.getInteger("failures"),
                Optional.ofNullable(row.getString("result")),
                Optional.ofNullable(row.getString("reason")),
                Optional.ofNullable(row.getString("progress")).map(text -> progress(text, row)),
                Optional.ofNullable(row.getString("hand_off_note")),
                row.getBoolean("proposed"),
                Optional.ofNullable(row.getString("found_by")).map(agent -> discovery(agent, row)),
                row.getBoolean("cancelling"),
                instant(row.getOffsetDateTime("started_at")),
                instant(row.getOffsetDateTime("ended_at")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static Task.Progress progress(String text, Row row) {
        return new Task.Progress(
                text,
                Optional.ofNullable(row.getInteger("progress_percent")),
                row.getOffsetDateTime("progress_at").toInstant());
    }

    private static Task.Discovery discovery(String agent, Row row) {
        return new Task.Discovery(
                Optional.ofNullable(row.getUUID("found_during")), agent, row.getBoolean("blocks_finder"));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
