package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ClientJson;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * An event of a session.
 *
 * @param seq its sequence number in the session
 * @param at when it happened
 * @param data its fields, which depend on the type; a missing node if there are none
 */
record Event(String session, long seq, Instant at, String type, JsonNode data) {
    /** Parses an event as the service sends it; empty if the text is none. */
    static Optional<Event> parse(String text) {
        try {
            JsonNode event = ClientJson.MAPPER.readTree(text);
            return Optional.of(new Event(
                    event.path("session").asText(),
                    event.path("seq").asLong(),
                    Instant.parse(event.path("at").asText()),
                    event.path("type").asText(),
                    event.path("data")));
        } catch (IOException | DateTimeParseException _) {
            return Optional.empty();
        }
    }

    boolean is(String otherType) {
        return type.equals(otherType);
    }

    /** The text of a field; empty if the event does not have it. */
    String text(String field) {
        return data.path(field).asText();
    }

    /** The time in a field. */
    Optional<Instant> time(String field) {
        return time(data.path(field));
    }

    /** The time in a JSON string. */
    static Optional<Instant> time(JsonNode value) {
        try {
            return Optional.ofNullable(value.textValue()).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
