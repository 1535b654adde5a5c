package dev.yardmaster.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.Dialogue.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Lines of one JSON object each, as CLIs print them; what is none is handed on as it was printed. */
public final class JsonLines {
    private static final int SHOWN_OF_CUT_LINE = 4096;

    private JsonLines() {}

    /**
     * What a line means.
     *
     * @param cli the name of the CLI for people
     * @param meaning of the object that the line is
     */
    public static Step read(Line line, String cli, Function<ObjectNode, Step> meaning) {
        if (line.cut()) {
            return cut(line, cli);
        }
        if (isBlank(line)) {
            return Step.nothing();
        }
        ObjectNode object;
        try {
            object = Json.object(Json.wellFormed(line));
        } catch (IOException _) {
            return Step.of(raw(line.text()));
        }
        return meaning.apply(object);
    }

    /** What is told of a line that was too long. */
    public static Step cut(Line line, String cli) {
        int shown = Math.min(line.length(), SHOWN_OF_CUT_LINE);
        long size = line.length() + line.dropped();
        return Step.of(
                raw(new String(line.buffer(), line.offset(), shown, StandardCharsets.UTF_8)),
                AgentEvent.Failure.warning(
                        "line_too_long",
                        cli + " printed a line of " + size + " bytes, of which only the beginning is kept"));
    }

    /** What is no JSON, as an event. */
    public static AgentEvent raw(String text) {
        return new AgentEvent.ProviderRaw(JsonSlice.ofString(text));
    }

    /** Whether there is nothing but white space in a line. */
    public static boolean isBlank(Line line) {
        for (int i = line.offset(); i < line.offset() + line.length(); i++) {
            if (line.buffer()[i] > ' ' || line.buffer()[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
