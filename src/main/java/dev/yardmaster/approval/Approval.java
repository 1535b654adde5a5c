package dev.yardmaster.approval;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.ToolUse;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * A use of a tool that a rule or a person decided on, or that waits for a person.
 *
 * @param agentName the name of the agent when it asked
 * @param call the CLI's id of the tool call, to find it in the events of the session
 * @param kind what the tool does: {@code command}, {@code edit}, {@code read}, {@code internal} or {@code other}
 * @param command the text for the shell
 * @param paths the files
 * @param directory the working directory of the agent
 * @param reason why the agent has to ask
 * @param decidedBy the name of the token that decided
 * @param rule the rule that decided
 * @param message the reason of the decision
 * @param expiresAt when it is denied without an answer
 */
@JsonInclude(Include.NON_ABSENT)
public record Approval(
        UUID id,
        UUID session,
        UUID agent,
        String agentName,
        Optional<UUID> task,
        Optional<UUID> project,
        String provider,
        String call,
        String kind,
        String tool,
        Optional<String> command,
        List<String> paths,
        String directory,
        Optional<String> reason,
        ApprovalState state,
        Optional<String> decidedBy,
        Optional<String> rule,
        Optional<String> message,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> decidedAt) {
    /** Maps a row with all columns of the table. */
    static Approval of(Row row) {
        return new Approval(
                row.getUUID("id"),
                row.getUUID("session"),
                row.getUUID("agent"),
                row.getString("agent_name"),
                Optional.ofNullable(row.getUUID("task")),
                Optional.ofNullable(row.getUUID("project")),
                row.getString("provider"),
                row.getString("call"),
                row.getString("kind"),
                row.getString("tool"),
                text(row, "command"),
                Arrays.asList(row.getArrayOfStrings("paths")),
                row.getString("directory"),
                text(row, "reason"),
                ApprovalState.of(row.getString("state")),
                text(row, "decided_by"),
                text(row, "rule"),
                text(row, "message"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("decided_at")).map(OffsetDateTime::toInstant));
    }

    /** What the agent wants to do, without the details of the CLI. */
    ToolUse use() {
        return new ToolUse(
                ToolUse.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), tool, command, paths, JsonSlice.nullValue());
    }

    /** Whether the agent may do it; pending ones are not allowed. */
    @JsonIgnore
    boolean isAllowed() {
        return state == ApprovalState.ALLOWED;
    }

    private static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }
}
