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
 * Extracts the {@code rate_limit_event} objects from bytes that are not JSON as a whole. Such an object can't be confused with text in a
 * JSON string, where its quotes would be escaped. The search is limited, so that no line takes long.
 */
final class EmbeddedRateLimitEvents {
    private static final byte[] TYPE = "\"rate_limit_event\"".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectReader FIRST_VALUE =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int MAX_EVENTS = 4;
    private static final int MAX_BRACES = 8;

    private final List<byte[]> events = new ArrayList<>();
    private byte[] remainder;
    private boolean endsWithEvent;

    EmbeddedRateLimitEvents(byte[] text) {
        remainder = text;
        int found = extractNext();
        while (found >= 0 && events.size() < MAX_EVENTS) {
            found = extractNext();
        }
    }

    /** The events in the order in which they were extracted. */
    List<byte[]> events() {
        return events;
    }

    /** The bytes without the events. */
    byte[] remainder() {
        return remainder;
    }

    /** Whether the last extracted event ended the bytes. */
    boolean endsWithEvent() {
        return endsWithEvent;
    }

    /** Extracts the first event and returns where it started, or -1 if no event is left. */
    private int extractNext() {
        int type = indexOfType(0);
        int start = -1;
        for (int tries = 0; type >= 0 && start < 0 && tries < MAX_EVENTS; tries++) {
            start = extractAround(type);
            type = indexOfType(type + 1);
        }
        return start;
    }

    /** The event starts at the nearest brace before its type, or at an earlier brace if the type is not its first field. */
    private int extractAround(int type) {
        int braces = 0;
        for (int start = type; start >= 0 && braces < MAX_BRACES; start--) {
            if (remainder[start] == '{') {
                braces++;
                int end = endOfEvent(start);
                if (end > type) {
                    extract(start, end);
                    return start;
                }
            }
        }
        return -1;
    }

    private void extract(int start, int end) {
        events.add(Arrays.copyOfRange(remainder, start, end));
        endsWithEvent = end == remainder.length;
        remainder = concat(Arrays.copyOf(remainder, start), Arrays.copyOfRange(remainder, end, remainder.length));
    }

    private int endOfEvent(int start) {
        try (JsonParser parser = Json.MAPPER.createParser(remainder, start, remainder.length - start)) {
            JsonNode node = FIRST_VALUE.readTree(parser);
            boolean isEvent = node.path("type").asText().equals("rate_limit_event");
            return isEvent ? start + (int) parser.currentLocation().getByteOffset() : -1;
        } catch (IOException _) {
            return -1;
        }
    }

    private int indexOfType(int from) {
        for (int i = from; i <= remainder.length - TYPE.length; i++) {
            if (Arrays.equals(remainder, i, i + TYPE.length, TYPE, 0, TYPE.length)) {
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
