package dev.yardmaster.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A stretch of a list.
 *
 * @param next the {@code after} of the following page; empty when there is none
 */
@JsonInclude(Include.NON_ABSENT)
public record Page<T, C>(List<T> items, Optional<C> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The page that these make up; a full one may have another behind it.
     *
     * @param limit how many were asked for
     * @param cursor by what an item is known in {@code after}
     */
    public static <T, C> Page<T, C> of(List<T> items, int limit, Function<T, C> cursor) {
        return new Page<>(
                items,
                items.size() < limit
                        ? Optional.empty()
                        : Optional.of(items.getLast()).map(cursor));
    }
}
