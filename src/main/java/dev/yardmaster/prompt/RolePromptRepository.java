package dev.yardmaster.prompt;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The stored prompts of roles. People change them through Hibernate; the starts of sessions read them with plain SQL. */
@ApplicationScoped
class RolePromptRepository implements PanacheRepositoryBase<RolePromptEntity, Long> {
    private static final String ALL = """
            SELECT p.*, a.name AS agent_name, j.name AS project_name
            FROM role_prompt p LEFT JOIN agent a ON a.id = p.agent LEFT JOIN project j ON j.id = p.project
            """;

    private static final String OF_SUBJECT = ALL + """
            WHERE p.role = $1 AND (p.focus IS NULL OR p.focus = $2) AND (p.provider IS NULL OR p.provider = $3)
                AND (p.agent IS NULL OR p.agent = $4) AND (p.project IS NULL OR p.project = $5)
            """;

    private static final String OF_SCOPE = ALL + """
            WHERE p.role = $1 AND p.focus IS NOT DISTINCT FROM $2 AND p.provider IS NOT DISTINCT FROM $3
                AND p.agent IS NOT DISTINCT FROM $4 AND p.project IS NOT DISTINCT FROM $5
            """;

    // One statement, so that two clients can set the same prompt at the same time.
    private static final String PUT = """
            insert into RolePromptEntity (role, focus, provider, agent, project, text, changedAt)
            values (:role, :focus, :provider, :agent, :project, :text, :changedAt)
            on conflict (role, focus, provider, agent, project) do update set text = excluded.text, changedAt = excluded.changedAt
            """;

    private static final String BY_SCOPE = """
            role = ?1 and focus is not distinct from ?2 and provider is not distinct from ?3 and agent is not distinct from ?4
            and project is not distinct from ?5
            """;

    /** All stored prompts. */
    Uni<List<RolePrompt>> all(SqlClient client) {
        return client.preparedQuery(ALL)
                .execute()
                .map(rows -> rows.stream().map(RolePromptEntity::prompt).toList());
    }

    /** The stored prompts that could be used for a subject. */
    Uni<List<RolePrompt>> of(SqlClient client, PromptSubject subject) {
        return client.preparedQuery(OF_SUBJECT)
                .execute(Tuple.of(
                        subject.kind().role().value(),
                        subject.kind().focus().orElse(null),
                        subject.provider(),
                        subject.agent(),
                        subject.project().map(PromptSubject.NamedProject::id).orElse(null)))
                .map(rows -> rows.stream().map(RolePromptEntity::prompt).toList());
    }

    /** The stored prompt for exactly this scope. */
    Uni<Optional<RolePrompt>> of(SqlClient client, PromptScope scope) {
        return client.preparedQuery(OF_SCOPE)
                .execute(Tuple.of(
                        scope.role().value(),
                        scope.focus().orElse(null),
                        scope.provider().orElse(null),
                        scope.agent().orElse(null),
                        scope.project().orElse(null)))
                .map(rows -> rows.stream().map(RolePromptEntity::prompt).findFirst());
    }

    /** Adds a prompt, or replaces the one with the same scope. */
    @WithTransaction
    Uni<Void> put(PromptScope scope, String text) {
        return getSession()
                .chain(hibernate -> hibernate
                        .createMutationQuery(PUT)
                        .setParameter("role", scope.role().value())
                        .setParameter("focus", scope.focus().orElse(null))
                        .setParameter("provider", scope.provider().orElse(null))
                        .setParameter("agent", scope.agent().orElse(null))
                        .setParameter("project", scope.project().orElse(null))
                        .setParameter("text", text)
                        .setParameter("changedAt", Instant.now().truncatedTo(ChronoUnit.MICROS))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Removes a prompt; returns false if it did not exist. */
    @WithTransaction
    Uni<Boolean> remove(PromptScope scope) {
        return delete(
                        BY_SCOPE,
                        scope.role().value(),
                        scope.focus().orElse(null),
                        scope.provider().orElse(null),
                        scope.agent().orElse(null),
                        scope.project().orElse(null))
                .map(count -> count == 1);
    }
}
