package dev.yardmaster.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Finds the lines in a stream of bytes. Its memory is small while little flows, grows with the line that it holds up to the bound,
 * and shrinks again afterwards. Not thread-safe: it belongs to the thread that reads.
 */
public final class LineBuffer {
    private static final int QUIET_READ = 8 * 1024;
    /** Half of what a pipe holds on Linux; reading more at a time is not faster. */
    private static final int BUSY_READ = 32 * 1024;
    /** So many small reads in a row make the pipe a quiet one. */
    private static final int SMALL_READS = 16;

    private final int maxLine;
    private byte[] bytes = new byte[QUIET_READ];
    /** The bytes that are held: the beginning of a line that has not ended, never more than {@link #maxLine} between reads. */
    private int held;
    /** How many bytes are there, those of the last read included. */
    private int end;
    /** How many bytes of the unfinished line were dropped. */
    private long dropped;

    private byte lastDropped;
    private int readSize = QUIET_READ;
    private int smallReads;

    /** @param maxLine how long a line can be before it is cut, in bytes */
    public LineBuffer(int maxLine) {
        this.maxLine = maxLine;
    }

    /** Waits for bytes and takes them in; false at the end of the stream. */
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

    /** Hands over the lines that the last read has completed, and keeps the rest. */
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

    /** Hands over the last line, if the stream has ended without a line end. */
    public void takeRest(Consumer<Line> consumer) {
        if (held > 0) {
            consumer.accept(new Line(bytes, 0, held, dropped));
        }
        held = 0;
    }

    /** The line from there to its line end. What was dropped of it lies between its held bytes and those after them. */
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

    /** At least half of the buffer is free for the next read, or a whole read once the line is as long as it may be. */
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
