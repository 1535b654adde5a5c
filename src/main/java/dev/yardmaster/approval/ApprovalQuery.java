package dev.yardmaster.approval;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.IdPrefix;
import dev.yardmaster.page.NamedThings;
import dev.yardmaster.page.NamedThings.Named;
import dev.yardmaster.page.PageQuery;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The query for one page of a list of approvals. Throws {@code invalid_request} or {@code invalid_cursor}. */
final class ApprovalQuery {
    private static final List<String> IDS = List.of("approval.id");

    private final Conditions where = new Conditions();
    private final String sql;

    ApprovalQuery(ApprovalFilter filter, int limit) {
        var agent = new Named("agent", filter.agent());
        var project = new Named("project", filter.project());
        String named = NamedThings.with(where, agent, project);
        agent.on("approval.agent", where);
        project.on("approval.project", where);
        filter.after().ifPresent(cursor -> filter.order().after(cursor, "approval", IDS, where));
        IdPrefix.on(filter.id(), IDS, where);
        where.add(filter.session(), "approval.session = $?").add(filter.task(), "approval.task = $?");
        var page = new PageQuery("approval", "", where, branches(filter), filter.order(), limit);
        this.sql = named + "SELECT approval.* FROM (" + page.sql()
                + ") page JOIN approval ON approval.id = page.id ORDER BY " + page.order("page.");
    }

    String sql() {
        return sql;
    }

    Tuple values() {
        return where.values();
    }

    private List<String> branches(ApprovalFilter filter) {
        List<String> states = filter.states().stream()
                .map(state -> "approval.state = " + where.value(state.value()))
                .toList();
        return states.isEmpty() ? List.of("true") : states;
    }
}
