package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.JsonSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Function;

/** Lines of one JSON object each; what is none is handed on as it was printed. */
final class JsonLines {
    private static final int SHOWN_OF_CUT_LINE = 4096;

    private JsonLines() {}

    static Step read(Line line, Function<ObjectNode, Step> meaning) {
        if (line.cut()) {
            return cut(line);
        }
        // Bytes that are no UTF-8 become U+FFFD here, so that what is handed on is valid.
        String text = line.text();
        if (text.isBlank()) {
            return Step.nothing();
        }
        ObjectNode object;
        try {
            object = Json.object(text);
        } catch (IOException _) {
            return Step.of(raw(text));
        }
        return meaning.apply(object);
    }

    private static Step cut(Line line) {
        int shown = Math.min(line.length(), SHOWN_OF_CUT_LINE);
        long size = line.length() + line.dropped();
        return Step.of(
                raw(new String(line.buffer(), line.offset(), shown, StandardCharsets.UTF_8)),
                new AgentEvent.Failure(
                        "line_too_long",
                        "Codex printed a line of " + size + " bytes, of which only the beginning is kept",
                        OptionalInt.empty()));
    }

    private static AgentEvent raw(String text) {
        return new AgentEvent.ProviderRaw(JsonSlice.ofString(text));
    }
}
