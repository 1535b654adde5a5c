package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a command prints of the JSON that it received. */
public sealed interface View {
    /** One thing, a line for each field; nothing if the answer has no content. */
    View FIELDS = new Fields();

    /**
     * A table with a row for each item of a list.
     *
     * @param list the field of the answer with the items
     * @param isPaged whether the answer can be a part of the list
     */
    record Rows(String list, boolean isPaged, List<Column> columns) implements View {}

    /** One thing, a line for each field. */
    record Fields() implements View {}

    /** The text of the answer as it is. */
    record Text() implements View {}

    /** When a table has a column. */
    enum When {
        ALWAYS,
        /** With {@code -o wide}. */
        WIDE,
        /** If an item has a value for it. */
        PRESENT
    }

    /**
     * A column of a table.
     *
     * @param title the header
     * @param pointer where the value is in an item, as a JSON pointer
     * @param when when a table has it
     */
    record Column(String title, String pointer, When when) {
        /** @param text {@code TITLE=pointer}; after a plus sign for {@link When#WIDE}, after a question mark for {@link When#PRESENT} */
        static Column of(String text) {
            When when = text.startsWith("+") ? When.WIDE : text.startsWith("?") ? When.PRESENT : When.ALWAYS;
            String[] parts = text.substring(when == When.ALWAYS ? 0 : 1).split("=", 2);
            return new Column(parts[0], "/" + parts[1], when);
        }

        JsonNode value(JsonNode item) {
            return item.at(pointer);
        }
    }

    /** A table of a list that the service gives in pages; {@link Column#of} describes the columns. */
    static View pages(String... columns) {
        return new Rows("items", true, columns(columns));
    }

    /** A table of a list that the service gives as a whole. */
    static View list(String list, String... columns) {
        return new Rows(list, false, columns(columns));
    }

    private static List<Column> columns(String... columns) {
        return List.of(columns).stream().map(Column::of).toList();
    }
}
