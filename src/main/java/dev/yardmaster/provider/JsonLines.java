package dev.yardmaster.provider;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.Dialogue.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Reads lines that hold one JSON object each, as most CLIs print them. Lines that are not JSON become events too, so nothing is lost. */
public final class JsonLines {
    private static final int SHOWN_OF_CUT_LINE = 4096;

    private JsonLines() {}

    /**
     * Parses a line and passes its object on. A blank line is ignored; a line that is not a JSON object becomes an
     * {@link AgentEvent.ProviderRaw}; a line that was cut becomes {@link #cut}.
     *
     * @param cli the name of the CLI for people
     * @param handler turns the object into events and replies
     */
    public static Step read(Line line, String cli, Function<ObjectNode, Step> handler) {
        if (line.cut()) {
            return cut(line, cli);
        }
        if (isBlank(line)) {
            return Step.nothing();
        }
        ObjectNode object;
        try {
            object = object(wellFormed(line));
        } catch (IOException _) {
            return Step.of(raw(line.text()));
        }
        return handler.apply(object);
    }

    /**
     * Parses a line that consists of one JSON object.
     *
     * @throws JsonParseException if the line is anything else
     */
    public static ObjectNode object(Line line) throws IOException {
        if (Json.MAPPER.readTree(line.buffer(), line.offset(), line.length()) instanceof ObjectNode object) {
            return object;
        }
        throw new JsonParseException("not an object");
    }

    /**
     * Replaces invalid UTF-8 by U+FFFD, which the JSON parser would refuse. Nearly all lines are ASCII, and the first loop recognises these
     * cheaply.
     */
    public static Line wellFormed(Line line) {
        int bits = 0;
        for (int i = line.offset(); i < line.offset() + line.length(); i++) {
            bits |= line.buffer()[i];
        }
        if (bits >= 0) {
            return line;
        }
        String text = line.text();
        return text.indexOf('\uFFFD') < 0 ? line : Line.of(text);
    }

    /** Reports a line that was longer than the limit: its first 4 KiB as a raw event, and a warning. */
    public static Step cut(Line line, String cli) {
        int shown = Math.min(line.length(), SHOWN_OF_CUT_LINE);
        long size = line.length() + line.dropped();
        return Step.of(
                raw(new String(line.buffer(), line.offset(), shown, StandardCharsets.UTF_8)),
                AgentEvent.Failure.warning(
                        "line_too_long",
                        cli + " printed a line of " + size
                                + " bytes, which exceeds the limit. Only its beginning is kept."));
    }

    /** Returns text that is not JSON as an event. */
    public static AgentEvent raw(String text) {
        return new AgentEvent.ProviderRaw(JsonSlice.ofString(text));
    }

    /** Whether a line is empty or holds white space only. */
    public static boolean isBlank(Line line) {
        for (int i = line.offset(); i < line.offset() + line.length(); i++) {
            if (line.buffer()[i] > ' ' || line.buffer()[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
