package dev.yardmaster.question;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.IdPrefix;
import dev.yardmaster.page.NamedThings;
import dev.yardmaster.page.NamedThings.Named;
import dev.yardmaster.page.PageQuery;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The query for one page of a list of questions. Throws {@code invalid_request} or {@code invalid_cursor}. */
final class QuestionQuery {
    private static final List<String> IDS = List.of("question.id");

    private final Conditions where = new Conditions();
    private final String sql;

    QuestionQuery(QuestionFilter filter, int limit) {
        var agent = new Named("agent", filter.agent());
        String named = NamedThings.with(where, agent);
        agent.on("question.agent", where);
        filter.after().ifPresent(cursor -> filter.order().after(cursor, "question", IDS, where));
        IdPrefix.on(filter.id(), IDS, where);
        where.add(filter.task(), "question.task = $?");
        var page = new PageQuery("question", "", where, branches(filter), filter.order(), limit);
        this.sql = named + "SELECT question.* FROM (" + page.sql()
                + ") page JOIN question ON question.id = page.id ORDER BY " + page.order("page.");
    }

    String sql() {
        return sql;
    }

    Tuple values() {
        return where.values();
    }

    private List<String> branches(QuestionFilter filter) {
        List<String> states = filter.states().stream()
                .map(state -> "question.state = " + where.value(state.value()))
                .toList();
        return states.isEmpty() ? List.of("true") : states;
    }
}
