package dev.yardmaster.page;

import dev.yardmaster.id.Ids;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The things that a filter names by id or name. A query looks each of them up once, however many branches it has. */
public final class NamedThings {
    private NamedThings() {}

    /**
     * A thing that a filter names.
     *
     * @param table its table
     * @param name its id or name; empty if the filter does not name one
     */
    public record Named(String table, Optional<String> name) {
        /** The condition that a column contains the id of the thing. */
        public void on(String column, Conditions where) {
            name.ifPresent(_ -> where.add(column + " = " + id()));
        }

        /** The id of the thing in SQL. An id that belongs to nothing finds what a removed thing has left. */
        public String id() {
            return "(SELECT " + table + " FROM named)";
        }

        private String lookUp(Conditions where) {
            if (name.isEmpty()) {
                return "NULL::uuid AS " + table;
            }
            String value = where.value(name.get());
            String found =
                    "(SELECT id FROM " + table + " WHERE name = " + value + " OR id::text = lower(" + value + "))";
            String sought = Ids.parse(name.get())
                    .map(id -> "coalesce(" + found + ", " + where.value(id) + "::uuid)")
                    .orElse(found);
            return sought + " AS " + table;
        }
    }

    /** The clause to begin the query with. */
    public static String with(Conditions where, Named... things) {
        return Arrays.stream(things)
                .map(thing -> thing.lookUp(where))
                .collect(Collectors.joining(", ", "WITH named AS MATERIALIZED (SELECT ", ")\n"));
    }
}
