package dev.yardmaster.activity;

import dev.yardmaster.id.Ids;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a filter in SQL. Only those that are given, so that the database uses the index for them. */
final class ActivityConditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    ActivityConditions(ActivityFilter filter) {
        add(filter.after(), "id < $?");
        add(filter.actor(), "actor = $?");
        add(filter.action(), "action = $?");
        add(filter.kind(), "kind = $?");
        add(filter.thing(), "(thing = $? OR name = $?)");
        // Ids begin with their time.
        add(filter.start().map(Ids::firstAt), "id >= $?");
        add(filter.end().map(Ids::firstAt), "id < $?");
        add(
                filter.text().map(ActivityConditions::containing),
                "concat_ws(' ', actor, action, name, before::text, after::text) ILIKE $?");
    }

    String sql() {
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
    }

    Tuple values() {
        return Tuple.from(values);
    }

    private void add(Optional<?> value, String condition) {
        value.ifPresent(it -> {
            values.add(it);
            conditions.add(condition.replace("?", "" + values.size()));
        });
    }

    private static String containing(String text) {
        return "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
    }
}
