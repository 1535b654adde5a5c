package dev.yardmaster.command;

import java.util.List;

/** What a command prints of the JSON that it got. */
public sealed interface View {
    /** The answer has no content. */
    View NOTHING = new Nothing();

    /** A table with a row for each item of a list. */
    record Rows(List<Column> columns) implements View {}

    /** One thing, a line for each field. */
    record Fields(List<Column> columns) implements View {}

    /** The text of the answer, in a media type. */
    record Text(String mediaType) implements View {}

    /** Nothing. */
    record Nothing() implements View {}

    /**
     * A column of a table.
     *
     * @param title the header
     * @param pointer where the value is in an item, as a JSON pointer
     * @param wide whether only {@code -o wide} shows it
     */
    record Column(String title, String pointer, boolean wide) {
        /** @param text {@code TITLE=pointer}; a plus sign before it for a wide column */
        static Column of(String text) {
            boolean wide = text.startsWith("+");
            String[] parts = text.substring(wide ? 1 : 0).split("=", 2);
            return new Column(parts[0], "/" + parts[1], wide);
        }
    }

    /** A table; each column is {@code TITLE=pointer}, with a plus sign before it if only the wide form shows it. */
    static View rows(String... columns) {
        return new Rows(List.of(columns).stream().map(Column::of).toList());
    }
}
