package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.yardmaster.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code rate_limit_event} objects within bytes that are no JSON as a whole, and what remains without them. Within a JSON string such
 * an object can't be mistaken for one: its quotes are escaped there. What is looked at is bounded, so that no line takes long.
 */
final class EmbeddedRateLimitEvents {
    private static final byte[] TYPE = "\"rate_limit_event\"".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectReader FIRST_VALUE =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MOST_EVENTS = 4;
    private static final int MOST_BRACES = 8;

    private final List<byte[]> events = new ArrayList<>();
    private byte[] rest;
    private boolean last;

    EmbeddedRateLimitEvents(byte[] text) {
        rest = text;
        int found = find();
        while (found >= 0 && events.size() < MOST_EVENTS) {
            found = find();
        }
    }

    /** The events, in order. */
    List<byte[]> events() {
        return events;
    }

    /** All but the events. */
    byte[] rest() {
        return rest;
    }

    /** Whether the last event was the end of the text. */
    boolean endText() {
        return last;
    }

    /** Takes out the first event and tells where it was; -1 if there is none. */
    private int find() {
        int type = indexOfType(0);
        int start = -1;
        for (int tries = 0; type >= 0 && start < 0 && tries < MOST_EVENTS; tries++) {
            start = takeOut(type);
            type = indexOfType(type + 1);
        }
        return start;
    }

    /** The event's brace is the nearest one before its type, unless the type is not its first field. */
    private int takeOut(int type) {
        int braces = 0;
        for (int start = type; start >= 0 && braces < MOST_BRACES; start--) {
            if (rest[start] == '{') {
                braces++;
                int end = endOfEvent(start);
                if (end > type) {
                    cut(start, end);
                    return start;
                }
            }
        }
        return -1;
    }

    private void cut(int start, int end) {
        events.add(Arrays.copyOfRange(rest, start, end));
        last = end == rest.length;
        rest = concat(Arrays.copyOf(rest, start), Arrays.copyOfRange(rest, end, rest.length));
    }

    private int endOfEvent(int start) {
        try (JsonParser parser = Json.MAPPER.createParser(rest, start, rest.length - start)) {
            JsonNode node = FIRST_VALUE.readTree(parser);
            boolean isEvent = node.path("type").asText().equals("rate_limit_event");
            return isEvent ? start + (int) parser.currentLocation().getByteOffset() : -1;
        } catch (IOException _) {
            return -1;
        }
    }

    private int indexOfType(int from) {
        for (int i = from; i <= rest.length - TYPE.length; i++) {
            if (Arrays.equals(rest, i, i + TYPE.length, TYPE, 0, TYPE.length)) {
                return i;
            }
        }
        return -1;
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
