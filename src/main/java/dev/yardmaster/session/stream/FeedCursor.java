package dev.yardmaster.session.stream;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.log.ByteSink;
import dev.yardmaster.session.log.ByteSlice;
import dev.yardmaster.session.log.Frames;
import dev.yardmaster.session.log.LogSlice;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a feed: all chunks before a position have been seen, and of the chunk there the events up to a sequence number. Written
 * as {@code <position>-<seq>}.
 */
record FeedCursor(long position, long seq) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(?:-(\\d{1,18}))?");

    /** The cursor that a client sent back. */
    static FeedCursor parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CURSOR,
                    "A feed's cursor is the id of the last event that was received, such as '120-17', or 0 for the beginning.");
        }
        return new FeedCursor(Long.parseLong(form.group(1)), form.group(2) == null ? 0 : Long.parseLong(form.group(2)));
    }

    /** The cursor after everything in the chunk at a position. */
    static FeedCursor afterAllOf(long position) {
        return new FeedCursor(position, Long.MAX_VALUE);
    }

    /** The frames of a slice of the chunk at a position, with cursors for ids. */
    static ByteSlice stamp(LogSlice slice, long position) {
        var out = new ByteSink(slice.frames().length() + 32 * (int) (slice.lastSeq() - slice.firstSeq() + 1));
        ByteSlice frames = slice.frames();
        while (frames.length() > 0) {
            int end = Frames.end(frames);
            int number = frames.offset() + "id: ".length();
            out.ascii("id: ").decimal(position).put('-').put(frames.array(), number, end - number);
            frames = frames.from(end);
        }
        return new ByteSlice(out.array(), 0, out.size());
    }
}
