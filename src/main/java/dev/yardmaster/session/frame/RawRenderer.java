package dev.yardmaster.session.frame;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** Adds the provider's raw lines to the events that they caused, as the field {@code raw}: an array of strings, one per line. */
public final class RawRenderer {
    private RawRenderer() {}

    /** Copies the frames of a slice and adds the raw lines to each. */
    public static ByteSlice render(LogSlice slice) {
        var out = new ByteSink(slice.frames().length() + 2 * slice.raw().length());
        ByteSlice frames = slice.frames();
        int rawAt = slice.raw().offset();
        while (frames.length() > 0) {
            int end = frames.offset() + slice.raw().int32(rawAt);
            int rawLength = slice.raw().int32(rawAt + 4);
            // A frame ends with the event's closing brace and an empty line.
            out.put(frames.array(), frames.offset(), end - 3 - frames.offset());
            lines(out, new ByteSlice(slice.raw().array(), rawAt + LogSlice.RAW_HEAD, rawLength));
            out.ascii("}\n\n");
            rawAt += LogSlice.RAW_HEAD + rawLength;
            frames = frames.from(end);
        }
        return out.slice();
    }

    private static void lines(ByteSink out, ByteSlice raw) {
        out.ascii(",\"raw\":[");
        if (raw.length() > 0) {
            String text = new String(raw.array(), raw.offset(), raw.length(), StandardCharsets.UTF_8);
            String separator = "\"";
            for (String line : text.split("\n", -1)) {
                out.ascii(separator)
                        .put(JsonStringEncoder.getInstance().quoteAsUTF8(line))
                        .put('"');
                separator = ",\"";
            }
        }
        out.put(']');
    }
}
