package dev.yardmaster.session.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds and parses slices for tests. */
public final class SliceFixture {
    private SliceFixture() {}

    /** The frames of a slice, each with the empty line at its end. */
    public static List<String> frames(LogSlice slice) {
        return frames(slice.frames());
    }

    public static List<String> frames(ByteSlice frames) {
        String text = new String(frames.toArray(), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : Arrays.asList(text.split("(?<=\n\n)"));
    }

    /** The raw lines of each event of a slice, joined by line ends. */
    public static List<String> raw(LogSlice slice) {
        List<String> raw = new ArrayList<>();
        for (int at = slice.raw().offset(); at < slice.raw().end(); ) {
            int length = slice.raw().int32(at + 4);
            raw.add(new String(slice.raw().array(), at + LogSlice.RAW_HEAD, length, StandardCharsets.UTF_8));
            at += LogSlice.RAW_HEAD + length;
        }
        return raw;
    }

    /** A slice of events with these data and raw lines. As in a log, it lies in the middle of larger arrays. */
    public static LogSlice of(long firstSeq, String[] data, String... raw) {
        ByteSink frames = new ByteSink(16).ascii("before\n\n");
        ByteSink lines = new ByteSink(16).ascii("before");
        for (int i = 0; i < data.length; i++) {
            int frameAt = frames.size();
            frames.ascii("id: " + (firstSeq + i) + "\nevent: test\ndata: ")
                    .put(data[i].getBytes(StandardCharsets.UTF_8))
                    .ascii("\n\n");
            byte[] line = raw[i].getBytes(StandardCharsets.UTF_8);
            lines.int32(frames.size() - frameAt).int32(line.length).put(line);
        }
        return new LogSlice(
                firstSeq,
                firstSeq + data.length - 1,
                new ByteSlice(frames.array(), 8, frames.size() - 8),
                new ByteSlice(lines.array(), 6, lines.size() - 6));
    }
}
