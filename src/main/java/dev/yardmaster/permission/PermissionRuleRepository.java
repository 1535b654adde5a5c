package dev.yardmaster.permission;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.IdPrefix;
import dev.yardmaster.page.NamedThings;
import dev.yardmaster.page.NamedThings.Named;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code permission_rule}. For any thread. */
@Singleton
public class PermissionRuleRepository {
    // A rule that exists already is left as it is.
    private static final String ADD = """
            INSERT INTO permission_rule (id, project, agent, session, effect, subject, pattern, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (project, agent, session, effect, subject, md5(pattern)) DO UPDATE SET pattern = excluded.pattern
            RETURNING *
            """;

    private static final String THAT_APPLY = """
            SELECT * FROM permission_rule
            WHERE session = $1 OR agent = $2 OR project = $3 OR num_nonnulls(project, agent, session) = 0
            """;

    private final Pool pool;

    PermissionRuleRepository(Pool pool) {
        this.pool = pool;
    }

    /** The rules that apply to a session. */
    public Uni<PermissionRules> thatApply(UUID session, UUID agent, Optional<UUID> project) {
        return pool.preparedQuery(THAT_APPLY)
                .execute(Tuple.of(session, agent, project.orElse(null)))
                .map(rows ->
                        new PermissionRules(rows.stream().map(StoredRule::rule).toList()));
    }

    /** Adds a rule, unless the same rule exists. Returns the stored rule. */
    public Uni<StoredRule> add(SqlClient client, NewRule added, String by) {
        PermissionRule rule = added.rule();
        return client.preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addUUID(rule.id())
                        .addUUID(added.project().orElse(null))
                        .addUUID(added.agent().orElse(null))
                        .addUUID(added.session().orElse(null))
                        .addString(rule.effect().value())
                        .addString(rule.subject().value())
                        .addString(rule.pattern())
                        .addString(by))
                .map(rows -> StoredRule.of(rows.iterator().next()));
    }

    /** As {@link #add(SqlClient, NewRule, String)}, over a connection of its own. */
    Uni<StoredRule> add(NewRule added, String by) {
        return add(pool, added, by);
    }

    Uni<Optional<StoredRule>> find(UUID id) {
        return pool.preparedQuery("SELECT * FROM permission_rule WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(StoredRule::of));
    }

    /** Removes a rule. Returns whether it existed. */
    Uni<Boolean> remove(UUID id) {
        return pool.preparedQuery("DELETE FROM permission_rule WHERE id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() > 0);
    }

    /** A page of the rules that match a filter, the oldest first. Fails with {@code invalid_request}. */
    Uni<List<StoredRule>> list(RuleFilter filter, int limit) {
        var where = new Conditions();
        var project = new Named("project", filter.project());
        var agent = new Named("agent", filter.agent());
        String named = NamedThings.with(where, project, agent);
        project.on("permission_rule.project", where);
        agent.on("permission_rule.agent", where);
        where.add(filter.session(), "session = $?").add(filter.after(), "id > $?");
        IdPrefix.on(filter.id(), List.of("id"), where);
        return pool.preparedQuery(
                        named + "SELECT * FROM permission_rule WHERE " + where.sql() + " ORDER BY id LIMIT " + limit)
                .execute(where.values())
                .map(rows -> rows.stream().map(StoredRule::of).toList());
    }

    /** The id of the thing of a table that has an id or name; empty if there is none. */
    Uni<Optional<UUID>> idOf(String table, String idOrName) {
        return pool.preparedQuery("SELECT id FROM " + table + " WHERE name = $1 OR id::text = lower($1)")
                .execute(Tuple.of(idOrName))
                .map(rows -> rows.stream().findFirst().map(row -> row.getUUID(0)));
    }

    Uni<Boolean> hasSession(UUID id) {
        return pool.preparedQuery("SELECT EXISTS (SELECT FROM session WHERE id = $1)")
                .execute(Tuple.of(id))
                .map(rows -> rows.iterator().next().getBoolean(0));
    }
}
