package dev.yardmaster.page;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a query in SQL: only those that are given, so that the database uses the index for them. Not thread-safe. */
public final class Conditions {
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /**
     * Adds a condition on a value, if there is one.
     *
     * @param condition SQL with {@code $?} in the place of the value
     */
    public Conditions add(Optional<?> value, String condition) {
        value.ifPresent(it -> add(condition.replace("$?", value(it))));
        return this;
    }

    /** Adds a condition without a value of its own. */
    public Conditions add(String condition) {
        conditions.add(condition);
        return this;
    }

    /** Adds a value; returns its placeholder, such as {@code $3}. */
    public String value(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    /** All conditions, joined by {@code AND}. */
    public String sql() {
        return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
    }

    /** The values, in the order of their placeholders. */
    public Tuple values() {
        return Tuple.from(values);
    }
}
