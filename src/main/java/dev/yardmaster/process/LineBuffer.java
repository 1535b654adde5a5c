package dev.yardmaster.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Splits a stream of bytes into lines. The buffer is small while little is read, grows with the current line up to the limit, and shrinks
 * afterwards. Not thread-safe: only the reading thread may use it.
 */
public final class LineBuffer {
    private static final int QUIET_READ = 8 * 1024;
    /** Half the capacity of a pipe on Linux; larger reads are not faster. */
    private static final int BUSY_READ = 32 * 1024;
    /** After this number of small reads in a row the pipe counts as quiet. */
    private static final int SMALL_READS = 16;

    private final int maxLine;
    private byte[] bytes = new byte[QUIET_READ];
    /** The number of bytes of the unfinished line that are in the buffer; between two reads at most {@link #maxLine}. */
    private int held;
    /** The number of bytes in the buffer, including those of the last read. */
    private int end;
    /** The number of bytes of the unfinished line that were dropped. */
    private long dropped;

    private byte lastDropped;
    private int readSize = QUIET_READ;
    private int smallReads;

    /** @param maxLine a longer line is cut, in bytes */
    public LineBuffer(int maxLine) {
        this.maxLine = maxLine;
    }

    /** Reads bytes, and blocks until some are available. Returns false at the end of the stream. */
    public boolean read(InputStream in) throws IOException {
        resize();
        int room = Math.min(bytes.length - held, BUSY_READ);
        int count = in.read(bytes, held, room);
        if (count < 0) {
            return false;
        }
        end = held + count;
        adapt(count, room);
        return true;
    }

    /** Passes the lines that the last read has completed to the consumer and keeps the rest. */
    public void takeLines(Consumer<Line> consumer) {
        byte[] scanned = bytes; // a local: nearly twice as fast as the field
        int start = 0;
        for (int at = held; at < end; at++) {
            if (scanned[at] == '\n') {
                consumer.accept(lineUpTo(start, at));
                start = at + 1;
                dropped = 0;
            }
        }
        keepFrom(start);
    }

    /** Passes the last line to the consumer if the stream has ended without a line end. */
    public void takeRest(Consumer<Line> consumer) {
        if (held > 0) {
            consumer.accept(new Line(bytes, 0, held, dropped));
        }
        held = 0;
    }

    /** Returns the line between two indexes. Its dropped bytes were between the kept ones and those of the last read. */
    private Line lineUpTo(int start, int newline) {
        long length = dropped + newline - start;
        byte last = dropped > 0 && newline == held ? lastDropped : newline > start ? bytes[newline - 1] : 0;
        if (last == '\r') {
            length--;
        }
        int kept = (int) Math.min(length, maxLine);
        return new Line(bytes, start, kept, length - kept);
    }

    private void keepFrom(int start) {
        int rest = end - start;
        int kept = Math.min(rest, maxLine);
        if (rest > kept) {
            dropped += rest - kept;
            lastDropped = bytes[end - 1];
        }
        if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, kept);
        }
        held = kept;
        end = kept;
    }

    /** Leaves at least half of the buffer free for the next read, or the size of one read once the line has reached the limit. */
    private void resize() {
        long capacity = readSize;
        while (held > capacity / 2) {
            capacity *= 2;
        }
        capacity = Math.min(capacity, (long) maxLine + BUSY_READ);
        if (capacity != bytes.length) {
            byte[] resized = new byte[(int) capacity];
            System.arraycopy(bytes, 0, resized, 0, held);
            bytes = resized;
        }
    }

    private void adapt(int count, int room) {
        if (count == room) {
            readSize = BUSY_READ;
        }
        smallReads = count < QUIET_READ / 2 ? smallReads + 1 : 0;
        if (smallReads >= SMALL_READS) {
            readSize = QUIET_READ;
        }
    }
}
