package dev.yardmaster.permission;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A rule with the sessions that it applies to: those of an agent or a project, one session, or all.
 *
 * @param command the pattern for commands; exactly one of it, {@code edit} and {@code tool} is present
 * @param createdBy the name of the token that added it
 */
@JsonInclude(Include.NON_ABSENT)
public record StoredRule(
        UUID id,
        RuleEffect effect,
        Optional<String> command,
        Optional<String> edit,
        Optional<String> tool,
        Optional<UUID> project,
        Optional<UUID> agent,
        Optional<UUID> session,
        String createdBy,
        Instant createdAt) {
    /** Maps a row with all columns of the table. */
    static StoredRule of(Row row) {
        PermissionRule rule = rule(row);
        return new StoredRule(
                rule.id(),
                rule.effect(),
                pattern(rule, RuleSubject.COMMAND),
                pattern(rule, RuleSubject.EDIT),
                pattern(rule, RuleSubject.TOOL),
                Optional.ofNullable(row.getUUID("project")),
                Optional.ofNullable(row.getUUID("agent")),
                Optional.ofNullable(row.getUUID("session")),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** Maps a row to the rule as it is applied. */
    static PermissionRule rule(Row row) {
        return new PermissionRule(
                row.getUUID("id"),
                RuleEffect.of(row.getString("effect")),
                RuleSubject.of(row.getString("subject")),
                row.getString("pattern"));
    }

    private static Optional<String> pattern(PermissionRule rule, RuleSubject subject) {
        return Optional.of(rule.pattern()).filter(_ -> rule.subject() == subject);
    }
}
