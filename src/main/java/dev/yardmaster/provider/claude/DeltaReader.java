package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.JsonSlice;
import java.io.IOException;

/**
 * Reads the lines that make up nearly all of a stream, the pieces of a message, without building a tree: the text stays where it is in
 * the line. Holds what the last line said; not thread-safe.
 */
final class DeltaReader {
    private static final JsonFactory JSON = new JsonFactory();

    private String parent = "";
    private int index;
    private Kind kind = Kind.NO_DELTA;
    private JsonSlice text = JsonSlice.nullValue();

    /** What a line is. */
    enum Kind {
        TEXT,
        REASONING,
        /** A piece of something whose pieces are not shown, such as a tool's input. */
        UNSHOWN,
        NO_DELTA
    }

    /**
     * Reads the whole line, so that a broken one is found out before an event comes of it.
     *
     * @throws com.fasterxml.jackson.core.JsonProcessingException if the line is no JSON; not thrown for every such line
     */
    Kind read(Line line) throws IOException {
        parent = "";
        kind = Kind.NO_DELTA;
        try (JsonParser parser = JSON.createParser(line.buffer(), line.offset(), line.length())) {
            boolean complete = parser.nextToken() == JsonToken.START_OBJECT
                    && readLine(parser, line)
                    && parser.currentToken() == JsonToken.END_OBJECT
                    && parser.nextToken() == null;
            return complete ? kind : Kind.NO_DELTA;
        }
    }

    /** The tool call whose sub-agent speaks; empty for the agent itself. */
    String parent() {
        return parent;
    }

    /** The content block within the message. */
    int index() {
        return index;
    }

    /** The piece, a JSON string within the line. */
    JsonSlice text() {
        return text;
    }

    private boolean readLine(JsonParser parser, Line line) throws IOException {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            boolean mayBeDelta =
                    switch (field) {
                        case "type" -> "stream_event".equals(parser.nextTextValue());
                        case "event" -> readEvent(parser, line);
                        case "parent_tool_use_id" -> readParent(parser);
                        default -> skip(parser);
                    };
            if (!mayBeDelta) {
                return false;
            }
        }
        return true;
    }

    private boolean readEvent(JsonParser parser, Line line) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            boolean mayBeDelta =
                    switch (field) {
                        case "type" -> "content_block_delta".equals(parser.nextTextValue());
                        case "index" -> readIndex(parser);
                        case "delta" -> readDelta(parser, line);
                        default -> skip(parser);
                    };
            if (!mayBeDelta) {
                return false;
            }
        }
        return true;
    }

    private boolean readDelta(JsonParser parser, Line line) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        Kind said = Kind.UNSHOWN;
        boolean found = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            switch (field) {
                case "type" -> said = kind(textOrEmpty(parser));
                case "text", "thinking" -> found = readText(parser, line);
                default -> skip(parser);
            }
        }
        kind = found ? said : Kind.UNSHOWN;
        return true;
    }

    private boolean readText(JsonParser parser, Line line) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            parser.skipChildren();
            return false;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        text = new JsonSlice(line.buffer(), line.offset() + start, end - start);
        return true;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "text_delta" -> Kind.TEXT;
            case "thinking_delta" -> Kind.REASONING;
            default -> Kind.UNSHOWN;
        };
    }

    private boolean readParent(JsonParser parser) throws IOException {
        parent = textOrEmpty(parser);
        return true;
    }

    private boolean readIndex(JsonParser parser) throws IOException {
        index = parser.nextIntValue(0);
        parser.skipChildren();
        return true;
    }

    private static String textOrEmpty(JsonParser parser) throws IOException {
        String value = parser.nextTextValue();
        parser.skipChildren();
        return value == null ? "" : value;
    }

    private static boolean skip(JsonParser parser) throws IOException {
        parser.nextToken();
        parser.skipChildren();
        return true;
    }
}
