package dev.yardmaster.session;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.IdPrefix;
import dev.yardmaster.page.NamedThings;
import dev.yardmaster.page.NamedThings.Named;
import dev.yardmaster.page.PageQuery;
import dev.yardmaster.page.SortOrder;
import dev.yardmaster.page.TimeRange;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The query for one page of a list of sessions. Throws {@code invalid_request} or {@code invalid_cursor}. */
final class SessionQuery {
    private static final List<String> IDS = List.of("session.id");

    private final Conditions where = new Conditions();
    private final SessionFilter filter;
    private final SortOrder<Session> order;
    private final String sql;

    SessionQuery(SessionFilter filter, int limit) {
        this.filter = filter;
        this.order = filter.order();
        var agent = new Named("agent", filter.agent());
        var project = new Named("project", filter.project());
        var plan = new Named("plan", filter.plan());
        String named = NamedThings.with(where, agent, project, plan);
        agent.on("session.agent", where);
        project.on("session.project", where);
        plan.on("session.plan", where);
        addConditions();
        var page = new PageQuery("session", "", where, branches(), order, limit);
        this.sql = named + "SELECT session.* FROM (" + page.sql()
                + ") page JOIN session ON session.id = page.id ORDER BY " + page.order("page.");
    }

    String sql() {
        return sql;
    }

    Tuple values() {
        return where.values();
    }

    private void addConditions() {
        filter.after().ifPresent(cursor -> order.after(cursor, "session", IDS, where));
        IdPrefix.on(filter.id(), IDS, where);
        where.add(filter.task(), "session.task = $?")
                .add(filter.provider(), "session.provider = $?")
                .add(filter.model(), "session.model = $?");
        TimeRange started = filter.started();
        started.on("session.started_at", where);
        started.boundIds(IDS, where);
        TimeRange ended = filter.ended();
        ended.on("session.ended_at", where);
        ended.createdBeforeEnd(IDS, where);
        if (order.key().isPresent()) {
            where.add("session.ended_at IS NOT NULL");
        }
    }

    private List<String> branches() {
        List<String> states = filter.states().stream()
                .map(state -> "session.state = " + where.value(state.value()))
                .toList();
        return states.isEmpty() ? List.of("true") : states;
    }
}
