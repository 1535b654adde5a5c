package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The last line of each session, from the events of all sessions. Not thread-safe. */
final class SessionLines {
    /** More of a line does not fit on a screen. */
    private static final int LONGEST = 500;

    private final Map<String, Printed> printed = new HashMap<>();

    /**
     * What a session has printed last.
     *
     * @param message the id of the message that the agent is writing; empty if the text is complete
     */
    private record Printed(String message, String text) {
        static final Printed NOTHING = new Printed("", "");
    }

    /** Takes an event. Returns whether a line has changed. */
    boolean add(JsonNode event) {
        String session = event.path("session").asText();
        JsonNode data = event.path("data");
        return switch (event.path("type").asText()) {
            case "message.delta" ->
                append(session, data.path("message").asText(), data.path("text").asText());
            case "message", "reasoning" -> set(session, data.path("text").asText());
            case "tool.call" -> set(session, call(data));
            case "error" -> set(session, "Error: " + data.path("message").asText());
            case "retry" ->
                set(
                        session,
                        "Retry " + data.path("attempt").asText() + ": "
                                + data.path("reason").asText());
            case "session.ended" -> remove(session);
            default -> false;
        };
    }

    /** The last line of a session; empty if it is unknown. */
    String of(String session) {
        return SafeText.line(
                lastLine(printed.getOrDefault(session, Printed.NOTHING).text()));
    }

    boolean remove(String session) {
        return printed.remove(session) != null;
    }

    /** Forgets all other sessions. */
    void retain(Set<String> sessions) {
        printed.keySet().retainAll(sessions);
    }

    private boolean append(String session, String message, String text) {
        Printed last = printed.getOrDefault(session, Printed.NOTHING);
        return put(session, new Printed(message, last.message().equals(message) ? last.text() + text : text));
    }

    private boolean set(String session, String text) {
        return !text.isBlank() && put(session, new Printed("", text));
    }

    private boolean put(String session, Printed last) {
        String before = of(session);
        printed.put(session, new Printed(last.message(), tail(last.text())));
        return !of(session).equals(before);
    }

    /** The last line with the white space after it, to which the next part of the message is added. */
    private static String tail(String text) {
        String tail = text.substring(text.stripTrailing().lastIndexOf('\n') + 1);
        return tail.substring(0, Math.min(tail.length(), LONGEST));
    }

    private static String lastLine(String text) {
        String line = text.stripTrailing();
        line = line.substring(line.lastIndexOf('\n') + 1);
        return line.substring(0, Math.min(line.length(), LONGEST));
    }

    /** The name of a tool and its first argument. */
    private static String call(JsonNode data) {
        JsonNode input = data.path("input");
        String first =
                input.isObject() && !input.isEmpty() ? input.iterator().next().asText("") : input.asText("");
        return data.path("name").asText() + ": " + first.strip().replace('\n', ' ');
    }
}
