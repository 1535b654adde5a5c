package dev.yardmaster.page;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL of the ids of one page. Each branch reads an index in the order of the list and stops at the size of a page, so that a page costs
 * the same however long the list is. The page merges the branches.
 *
 * @param table the table of the list
 * @param joins joins of further tables, one row each per row of the list
 * @param where the conditions of all branches
 * @param branches one condition each; no row fulfills two of them
 * @param limit the size of a page
 */
public record PageQuery(
        String table, String joins, Conditions where, List<String> branches, SortOrder<?> order, int limit) {
    /** Selects {@code id}, and {@code key} if the order has one. */
    public String sql() {
        return branches.stream()
                .map(branch -> branch(branch, limit))
                .collect(Collectors.joining(
                        "\nUNION ALL ", "SELECT * FROM (", ") merged ORDER BY " + order("") + limited(limit)));
    }

    /** The order of the rows of {@link #sql}. @param prefix what precedes each column, such as {@code page.} */
    public String order(String prefix) {
        String byId = prefix + "id" + order.direction();
        return order.key().isPresent() ? prefix + "key" + order.direction() + ", " + byId : byId;
    }

    /** The first rows of a branch, in the order of the list. */
    String branch(String condition, int most) {
        return "(" + rows(condition) + " ORDER BY "
                + order.key()
                        .map(it -> table + "." + it.column() + order.direction() + ", ")
                        .orElse("") + table + ".id" + order.direction() + limited(most) + ")";
    }

    /** All rows that fulfill a condition. */
    String rows(String condition) {
        return "SELECT " + table + ".id"
                + order.key()
                        .map(it -> ", " + table + "." + it.column() + " AS key")
                        .orElse("") + " FROM " + table + " " + joins + " WHERE " + where.sql() + " AND " + condition;
    }

    static String limited(int most) {
        return " LIMIT " + most;
    }
}
