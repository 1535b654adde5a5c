package dev.yardmaster.provider.claude;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import java.nio.charset.StandardCharsets;

/**
 * Reads the lines that make up nearly all of a stream, the pieces of a message, without building a tree: the text stays where it is in
 * the line. Holds what the last line said; not thread-safe.
 *
 * <pre>{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"…"}},
 * "parent_tool_use_id":null,…}</pre>
 */
final class DeltaReader {
    private final JsonScanner json = new JsonScanner();
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
     * Reads the whole line, so that a broken one is found out before an event comes of it. A line that is no JSON is no delta, and so
     * is one that says it in an unusual way, such as with escapes in its names: that is for a real parser.
     *
     * @param line well-formed UTF-8
     */
    Kind read(Line line) {
        parent = "";
        kind = Kind.NO_DELTA;
        json.begin(line.buffer(), line.offset(), line.length());
        return readObject("stream_event", line, DeltaReader::readLineField) && json.atEnd() ? kind : Kind.NO_DELTA;
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

    /** Reads the value of the field whose name was read last; says whether the line may still be a delta. */
    private interface Field {
        boolean read(DeltaReader reader, Line line);
    }

    /** Reads an object that must have this {@code type}, and whose other fields are left to {@code fields}. */
    private boolean readObject(String type, Line line, Field fields) {
        if (!json.mark('{')) {
            return false;
        }
        boolean typed = false;
        do {
            if (!json.string() || json.stringEscaped()) {
                return false;
            }
            boolean isType = json.stringIs("type");
            if (isType) {
                typed = json.mark(':') && json.string() && json.stringIs(type);
            }
            if (isType ? !typed : !fields.read(this, line)) {
                return false;
            }
        } while (json.mark(','));
        return typed && json.mark('}');
    }

    private boolean readLineField(Line line) {
        if (json.stringIs("event")) {
            return json.mark(':') && readObject("content_block_delta", line, DeltaReader::readEventField);
        }
        if (json.stringIs("parent_tool_use_id")) {
            return json.mark(':') && readParent(line);
        }
        return skip();
    }

    private boolean readEventField(Line line) {
        if (json.stringIs("index")) {
            index = json.mark(':') ? json.count() : -1;
            return index >= 0;
        }
        if (json.stringIs("delta")) {
            return json.mark(':') && readDelta(line);
        }
        return skip();
    }

    /** Its type may come after its text. */
    private boolean readDelta(Line line) {
        if (!json.mark('{')) {
            return false;
        }
        Kind said = Kind.UNSHOWN;
        boolean found = false;
        do {
            if (!json.string() || json.stringEscaped()) {
                return false;
            }
            if (json.stringIs("type")) {
                if (!json.mark(':') || !json.string()) {
                    return false;
                }
                said = kindNamed();
            } else if (json.stringIs("text") || json.stringIs("thinking")) {
                if (!json.mark(':') || !json.string()) {
                    return false;
                }
                text = new JsonSlice(line.buffer(), json.stringStart(), json.stringEnd() - json.stringStart());
                found = true;
            } else if (!skip()) {
                return false;
            }
        } while (json.mark(','));
        kind = found ? said : Kind.UNSHOWN;
        return json.mark('}');
    }

    private Kind kindNamed() {
        if (json.stringIs("text_delta")) {
            return Kind.TEXT;
        }
        return json.stringIs("thinking_delta") ? Kind.REASONING : Kind.UNSHOWN;
    }

    private boolean readParent(Line line) {
        if (!json.string()) {
            return json.value();
        }
        int start = json.stringStart() + 1;
        parent = new String(line.buffer(), start, json.stringEnd() - 1 - start, StandardCharsets.UTF_8);
        return !json.stringEscaped();
    }

    private boolean skip() {
        return json.mark(':') && json.value();
    }
}
