package dev.yardmaster.page;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An order of a list: by a key and then by id, both in the same direction, so that one index serves both directions. Ids begin with their
 * time, so the order without a key is that of creation.
 *
 * @param name its name in the parameter {@code sort}, without the {@code -} of a descending order
 */
public record SortOrder<T>(String name, boolean descending, Optional<SortKey<T>> key, Function<T, UUID> id) {
    private static final char SEPARATOR = '_';

    /** Both directions of an order, the descending one first. */
    public static <T> Stream<SortOrder<T>> both(String name, Optional<SortKey<T>> key, Function<T, UUID> id) {
        return Stream.of(new SortOrder<>(name, true, key, id), new SortOrder<>(name, false, key, id));
    }

    /** The order that a request names, by default the first; throws {@code invalid_request}. */
    public static <T> SortOrder<T> of(Optional<String> wanted, List<SortOrder<T>> all) {
        return wanted.map(value -> all.stream()
                        .filter(order -> order.value().equals(value))
                        .findAny()
                        .orElseThrow(() -> YardmasterException.ofField(
                                ErrorCode.INVALID_REQUEST,
                                "sort",
                                "must be one of "
                                        + all.stream().map(SortOrder::value).collect(Collectors.joining(", "))
                                        + ", not '" + value + "'")))
                .orElseGet(all::getFirst);
    }

    /** The cursor after an item: its key, if this order has one, and its id. */
    public String cursor(T item) {
        UUID itemId = id.apply(item);
        return key.map(it -> it.text().apply(item) + SEPARATOR + itemId).orElseGet(itemId::toString);
    }

    /**
     * Adds the condition for the items after a cursor; throws {@code invalid_cursor}.
     *
     * @param table the table of the list
     * @param ids the columns that contain the id of the item
     */
    public void after(String cursor, String table, List<String> ids, Conditions where) {
        UUID last = Ids.parse(cursor.substring(cursor.lastIndexOf(SEPARATOR) + 1))
                .filter(_ -> key.isPresent() == (cursor.indexOf(SEPARATOR) > 0))
                .orElseThrow(() -> invalid(cursor));
        String comparison = descending ? " < " : " > ";
        if (key.isPresent()) {
            String value = where.value(key(cursor, key.get()));
            where.add("(" + table + "." + key.get().column() + ", " + table + ".id)" + comparison + "(" + value + ", "
                    + where.value(last) + ")");
        } else {
            String value = where.value(last);
            ids.forEach(column -> where.add(column + comparison + value));
        }
    }

    String direction() {
        return descending ? " DESC" : " ASC";
    }

    private String value() {
        return descending ? "-" + name : name;
    }

    private Object key(String cursor, SortKey<T> from) {
        try {
            return from.value().apply(cursor.substring(0, cursor.lastIndexOf(SEPARATOR)));
        } catch (NumberFormatException | YardmasterException _) {
            throw invalid(cursor);
        }
    }

    private YardmasterException invalid(String cursor) {
        return YardmasterException.ofField(
                ErrorCode.INVALID_CURSOR,
                "after",
                "must be the 'next' of a page with the same 'sort', which is " + value() + " here, not '" + cursor
                        + "'");
    }
}
