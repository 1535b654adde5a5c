package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the input and the output of a tool say, in short and as a whole. The providers' tools name the same things differently. */
final class ToolText {
    /** The fields of an input that describe the call best, the best first. */
    private static final List<String> TELLING = List.of(
            "command",
            "cmd",
            "file_path",
            "filePath",
            "notebook_path",
            "pattern",
            "query",
            "path",
            "url",
            "description",
            "subject",
            "prompt",
            "changes",
            "todos",
            "content",
            "text",
            "name");

    /** The fields of an output that have its text. */
    private static final List<String> OUTPUT = List.of("text", "output", "content", "message", "error", "stdout");

    private ToolText() {}

    /** The most telling part of an input, on one line. */
    static String inShort(JsonNode input) {
        return text(input, TELLING).strip().replaceAll("\\s+", " ");
    }

    /** The text of an output. */
    static String output(JsonNode output) {
        return text(output, OUTPUT).stripTrailing();
    }

    /** The first line of an output that is not blank, after the size of the output if it has more than that. */
    static String summary(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            return "no output";
        }
        return (output.strip().contains("\n") ? size(output) + ": " : "")
                + lines.getFirst().strip();
    }

    /** All fields of an input, each on lines of its own. */
    static String whole(JsonNode input) {
        return input.isObject()
                ? input.properties().stream()
                        .map(field -> field.getKey() + ": " + value(field.getValue()))
                        .collect(Collectors.joining("\n"))
                : value(input);
    }

    private static String size(String output) {
        return Quantities.of(output.lines().count(), "line", "lines") + ", "
                + Quantities.bytes(output.getBytes(StandardCharsets.UTF_8).length);
    }

    private static String value(JsonNode value) {
        if (value.isTextual()) {
            String text = value.asText().stripTrailing();
            return text.contains("\n") ? "\n" + text.indent(2).stripTrailing() : text;
        }
        return value.isMissingNode() ? "" : value.toString();
    }

    private static String text(JsonNode value, List<String> fields) {
        if (value.isArray()) {
            return elements(value)
                    .map(element -> text(element, fields))
                    .filter(text -> !text.isBlank())
                    .collect(Collectors.joining(fields == OUTPUT ? "\n" : " "));
        }
        if (value.isObject()) {
            return fields.stream()
                    .map(field -> text(value.path(field), fields))
                    .filter(text -> !text.isBlank())
                    .findFirst()
                    .or(() -> kind(value))
                    .orElseGet(() -> value.isEmpty() ? "" : value.toString());
        }
        return value.isNull() ? "" : value.asText();
    }

    /** A part without text, such as an image. */
    private static Optional<String> kind(JsonNode part) {
        return Stream.of("image", "audio", "resource", "document")
                .filter(part.path("type").asText()::equals)
                .map(type -> "[" + type + "]")
                .findFirst();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
