package dev.yardmaster.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next the cursor to pass as {@code after} for the next page; empty on the last page
 */
@JsonInclude(Include.NON_ABSENT)
public record Page<T, C>(List<T> items, Optional<C> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * A page with these items. A full page gets a cursor for the next page, which can turn out to be empty.
     *
     * @param limit the requested page size
     * @param cursor returns the cursor of an item
     */
    public static <T, C> Page<T, C> of(List<T> items, int limit, Function<T, C> cursor) {
        return new Page<>(
                items,
                items.size() < limit
                        ? Optional.empty()
                        : Optional.of(items.getLast()).map(cursor));
    }
}
