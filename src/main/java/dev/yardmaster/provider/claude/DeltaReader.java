package dev.yardmaster.provider.claude;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import java.nio.charset.StandardCharsets;

/**
 * Reads message deltas, which are nearly all lines of a stream, without building a JSON tree: the text stays where it is in the line. The
 * accessors describe the last line. Not thread-safe.
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

    /** The kind of a line. */
    enum Kind {
        TEXT,
        REASONING,
        /** A delta that is not shown, such as one of a tool's input. */
        UNSHOWN,
        NO_DELTA
    }

    /**
     * Reads the whole line, so that a malformed line produces no event. Returns {@link Kind#NO_DELTA} for a line that is not JSON, and for
     * a delta in an unusual notation, such as one with escapes in its field names; the JSON parser handles those.
     *
     * @param line well-formed UTF-8
     */
    Kind read(Line line) {
        parent = "";
        kind = Kind.NO_DELTA;
        json.begin(line.buffer(), line.offset(), line.length());
        return readObject("stream_event", line, DeltaReader::readLineField) && json.atEnd() ? kind : Kind.NO_DELTA;
    }

    /** The tool call that started the sub-agent that is writing; empty for the agent itself. */
    String parent() {
        return parent;
    }

    /** The index of the content block within the message. */
    int index() {
        return index;
    }

    /** The text of the delta, a JSON string within the line. */
    JsonSlice text() {
        return text;
    }

    /** Reads the value of the field whose name was read last. Returns whether the line can still be a delta. */
    private interface Field {
        boolean read(DeltaReader reader, Line line);
    }

    /** Reads an object that must have this {@code type}. {@code fields} reads all other fields. */
    private boolean readObject(String type, Line line, Field fields) {
        if (!json.punctuation('{')) {
            return false;
        }
        boolean typed = false;
        do {
            if (!json.string() || json.stringEscaped()) {
                return false;
            }
            boolean isType = json.stringIs("type");
            if (isType) {
                typed = json.punctuation(':') && json.string() && json.stringIs(type);
            }
            if (isType ? !typed : !fields.read(this, line)) {
                return false;
            }
        } while (json.punctuation(','));
        return typed && json.punctuation('}');
    }

    private boolean readLineField(Line line) {
        if (json.stringIs("event")) {
            return json.punctuation(':') && readObject("content_block_delta", line, DeltaReader::readEventField);
        }
        if (json.stringIs("parent_tool_use_id")) {
            return json.punctuation(':') && readParent(line);
        }
        return skip();
    }

    private boolean readEventField(Line line) {
        if (json.stringIs("index")) {
            index = json.punctuation(':') ? json.count() : -1;
            return index >= 0;
        }
        if (json.stringIs("delta")) {
            return json.punctuation(':') && readDelta(line);
        }
        return skip();
    }

    /** The delta's type can follow its text. */
    private boolean readDelta(Line line) {
        if (!json.punctuation('{')) {
            return false;
        }
        Kind named = Kind.UNSHOWN;
        boolean found = false;
        do {
            if (!json.string() || json.stringEscaped()) {
                return false;
            }
            if (json.stringIs("type")) {
                if (!json.punctuation(':') || !json.string()) {
                    return false;
                }
                named = namedKind();
            } else if (json.stringIs("text") || json.stringIs("thinking")) {
                if (!json.punctuation(':') || !json.string()) {
                    return false;
                }
                text = new JsonSlice(line.buffer(), json.stringStart(), json.stringEnd() - json.stringStart());
                found = true;
            } else if (!skip()) {
                return false;
            }
        } while (json.punctuation(','));
        kind = found ? named : Kind.UNSHOWN;
        return json.punctuation('}');
    }

    private Kind namedKind() {
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
        return json.punctuation(':') && json.value();
    }
}
