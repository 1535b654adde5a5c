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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

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

    /** Text as the service has sent it. */
    void print(String text) {
        out.println(columns.isPresent() ? PlainText.lines(text) : text);
    }

    void print(List<JsonNode> items, List<Column> all) {
        if (options.json()) {
            printJson(items);
        } else if (options.quiet()) {
            items.stream().map(AnswerPrinter::id).filter(id -> !id.isEmpty()).forEach(out::println);
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
            printJson(thing);
        } else if (options.quiet()) {
            out.println(secret(thing).orElseGet(() -> id(thing)));
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

    /** A secret is shown only once, and a script needs it. */
    private static Optional<String> secret(JsonNode thing) {
        return Stream.of("token", "secret")
                .map(thing::path)
                .filter(JsonNode::isTextual)
                .findFirst()
                .map(JsonNode::asText);
    }

    private static String id(JsonNode thing) {
        return PlainText.line(thing.path("id").asText(thing.path("name").asText()));
    }

    private void printJson(Object value) {
        try {
            String json = JSON.writeValueAsString(value);
            out.println(columns.isPresent() ? PlainText.json(json) : json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
