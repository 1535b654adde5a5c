package dev.yardmaster.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.yardmaster.command.View.Column;
import dev.yardmaster.terminal.PlainText;
import dev.yardmaster.terminal.Table;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Prints the JSON of answers: as it is, as a table, or as lines with a name and a value. */
final class AnswerPrinter {
    private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();
    private static final int GAP = 2;

    private final PrintStream out;
    private final OptionalInt columns;
    private final OutputOptions options;
    private final Cells cells = new Cells();

    /** @param columns the width of the terminal; empty if the output goes elsewhere */
    AnswerPrinter(PrintStream out, OptionalInt columns, OutputOptions options) {
        this.out = out;
        this.columns = columns;
        this.options = options;
    }

    void print(List<JsonNode> items, List<Column> all) {
        if (options.json()) {
            out.println(json(items));
        } else if (options.quiet()) {
            items.forEach(item -> out.println(id(item)));
        } else {
            List<Column> shown =
                    all.stream().filter(column -> isShown(column, items)).toList();
            List<List<String>> rows = items.stream()
                    .map(item -> shown.stream()
                            .map(column -> cells.text(column.value(item)))
                            .toList())
                    .toList();
            new Table(shown.stream().map(Column::title).toList(), rows)
                    .lines(columns)
                    .forEach(out::println);
        }
    }

    private boolean isShown(Column column, List<JsonNode> items) {
        return switch (column.when()) {
            case ALWAYS -> true;
            case WIDE -> options.wide();
            case PRESENT -> items.stream().anyMatch(item -> column.value(item).isValueNode());
        };
    }

    /** Nothing for an answer without content. */
    void print(JsonNode thing) {
        if (thing.isMissingNode()) {
            return;
        }
        if (options.json()) {
            out.println(json(thing));
        } else if (options.quiet()) {
            out.println(id(thing));
        } else if (thing.isValueNode()) {
            out.println(PlainText.lines(thing.asText()));
        } else {
            printFields(thing);
        }
    }

    private void printFields(JsonNode thing) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        cells.flatten("", thing, fields);
        int width = fields.stream()
                        .mapToInt(field -> PlainText.width(field.getKey()))
                        .max()
                        .orElse(0)
                + GAP;
        for (Map.Entry<String, String> field : fields) {
            String name = field.getKey() + " ".repeat(width - PlainText.width(field.getKey()));
            out.println(name + field.getValue().replace("\n", "\n" + " ".repeat(width)));
        }
    }

    private static String id(JsonNode thing) {
        return PlainText.line(thing.path("id").asText(thing.path("name").asText()));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
