package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a feed, written as {@code <position>-<seq>}. The client has seen all chunks before the position, and the events of the chunk at
 * the position up to the sequence number.
 */
record FeedCursor(long position, long seq) {
    private static final Pattern FORMAT = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

    /** Parses the cursor of a request; throws {@code invalid_cursor}. */
    static FeedCursor parse(String text) {
        Matcher cursor = FORMAT.matcher(text);
        if (!cursor.matches()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CURSOR,
                    "The cursor of a feed (Last-Event-ID or 'after') must be the id of the last received event, such as"
                            + " '120-17', or 0 to start with the first event.");
        }
        long seq = cursor.group(2) == null ? 0 : Long.parseLong(cursor.group(2));
        return new FeedCursor(Long.parseLong(cursor.group(1)), seq);
    }

    /** The cursor after all events of the chunk at a position. */
    static FeedCursor afterAllOf(long position) {
        return new FeedCursor(position + 1, 0);
    }

    @Override
    public String toString() {
        return position + "-" + seq;
    }

    /** Copies the frames of a slice of the chunk at a position, and replaces their ids by cursors. */
    static ByteSlice stamp(LogSlice slice, long position) {
        var out = new ByteSink(slice.frames().length() + 32 * (int) (slice.lastSeq() - slice.firstSeq() + 1));
        ByteSlice frames = slice.frames();
        while (frames.length() > 0) {
            int end = Frames.end(frames);
            int number = frames.offset() + "id: ".length();
            out.ascii("id: ").decimal(position).put('-').put(frames.array(), number, end - number);
            frames = frames.from(end);
        }
        return out.slice();
    }
}
