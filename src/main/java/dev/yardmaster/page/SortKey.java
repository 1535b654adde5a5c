package dev.yardmaster.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a list is sorted by.
 *
 * @param column its column in the database
 * @param text the key of an item as it stands in a cursor
 * @param value reads a key from a cursor, for the database; throws an exception for another text
 */
public record SortKey<T>(String column, Function<T, String> text, Function<String, Object> value) {
    /** A small number. */
    public static <T> SortKey<T> number(String column, Function<T, Integer> key) {
        return new SortKey<>(column, item -> key.apply(item).toString(), Short::valueOf);
    }

    /** A time. The list contains only items that have it. */
    public static <T> SortKey<T> time(String column, Function<T, Optional<Instant>> key) {
        return new SortKey<>(column, item -> key.apply(item).orElseThrow().toString(), SortKey::time);
    }

    private static Object time(String text) {
        return TimeParameter.parse("after", text).atOffset(ZoneOffset.UTC);
    }
}
