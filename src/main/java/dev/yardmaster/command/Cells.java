package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.terminal.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Makes text of the values in answers: times in the zone of the user, lists with commas, and a hyphen for nothing. */
final class Cells {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)Z");
    private static final String NOTHING = "-";

    private final DateTimeFormatter times =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    /** The text of a value, without control characters except line breaks. */
    String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull() || value.isEmpty() && value.isContainerNode()) {
            return NOTHING;
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(this::text)
                    .collect(Collectors.joining(", "));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> PlainText.line(field.getKey()) + "=" + text(field.getValue()))
                    .collect(Collectors.joining(" "));
        }
        String text = value.asText();
        return TIME.matcher(text).matches() ? time(text) : PlainText.lines(text);
    }

    private String time(String text) {
        try {
            return times.format(Instant.parse(text));
        } catch (DateTimeException _) {
            // A text of an agent that only looks like a time.
            return text;
        }
    }

    /** Adds a line for each value, with the path to it: the fields of objects, and the items of lists of objects by their number. */
    void flatten(String path, JsonNode value, List<Map.Entry<String, String>> fields) {
        if (value.isObject() && !value.isEmpty()) {
            value.properties().forEach(field -> flatten(child(path, field.getKey()), field.getValue(), fields));
        } else if (value.isArray()
                && StreamSupport.stream(value.spliterator(), false).anyMatch(JsonNode::isObject)) {
            for (int i = 0; i < value.size(); i++) {
                flatten(child(path, Integer.toString(i)), value.get(i), fields);
            }
        } else if (!value.isNull()) {
            fields.add(Map.entry(path, text(value)));
        }
    }

    private static String child(String path, String name) {
        return (path.isEmpty() ? "" : path + ".") + PlainText.line(name);
    }
}
