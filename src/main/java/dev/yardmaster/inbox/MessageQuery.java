package dev.yardmaster.inbox;

import dev.yardmaster.page.Conditions;
import dev.yardmaster.page.IdPrefix;
import dev.yardmaster.page.NamedThings;
import dev.yardmaster.page.NamedThings.Named;
import dev.yardmaster.page.PageQuery;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The query for one page of a list of messages. Throws {@code invalid_request} or {@code invalid_cursor}. */
final class MessageQuery {
    private static final List<String> IDS = List.of("message.id");

    private final Conditions where = new Conditions();
    private final String sql;

    MessageQuery(MessageFilter filter, int limit) {
        var agent = new Named("agent", filter.agent());
        String named = NamedThings.with(where, agent);
        agent.on("message.agent", where);
        filter.after().ifPresent(cursor -> filter.order().after(cursor, "message", IDS, where));
        IdPrefix.on(filter.id(), IDS, where);
        where.add(filter.thread(), "message.thread = $?").add(filter.sender(), "message.sender = $?");
        var page = new PageQuery("message", "", where, branches(filter), filter.order(), limit);
        this.sql = named + "SELECT message.* FROM (" + page.sql()
                + ") page JOIN message ON message.id = page.id ORDER BY " + page.order("page.");
    }

    String sql() {
        return sql;
    }

    Tuple values() {
        return where.values();
    }

    private List<String> branches(MessageFilter filter) {
        List<String> states = filter.states().stream()
                .map(state -> "message.state = " + where.value(state.value()))
                .toList();
        return states.isEmpty() ? List.of("true") : states;
    }
}
