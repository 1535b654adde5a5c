package dev.yardmaster.session.spool;

import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.LogSlice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of records in mapped memory. The operating system has the bytes as soon as they are written, so they survive the process. One
 * thread at a time writes; any thread may call {@link #force}.
 *
 * <p>The file starts with the number of bytes that survive a crash of the machine. A record holds a mark, the sequence numbers of its first
 * and last event, the lengths of the frames and of the raw lines, the frames and the raw lines. The mark is written last, and after the
 * zero that ends the records.
 */
final class SpoolFile {
    private static final int START = Long.BYTES;
    private static final int HEAD = 3 * Integer.BYTES + 2 * Long.BYTES;
    private static final int MARK = 1;
    private static final int END = 0;
    private static final int FIRST_CAPACITY = 128 * 1024;

    private Path path;
    private MappedByteBuffer bytes;
    private long lastSeq;
    private int forcedEnd;
    private int generation;

    private SpoolFile(Path path) throws IOException {
        this.path = path;
        this.bytes = map(path, 0, FIRST_CAPACITY);
        clear();
    }

    /** Creates an empty file that only its owner can access. */
    static SpoolFile create(Path path) throws IOException {
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new SpoolFile(path);
    }

    /** Reads all records. */
    static List<LogSlice> read(Path path) throws IOException {
        return read(ByteBuffer.wrap(Files.readAllBytes(path)));
    }

    /** Reads the records that have survived a crash of the machine. */
    static List<LogSlice> readForced(Path path) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path));
        long end = all.remaining() < START ? 0 : all.getLong(0);
        return read(all.limit((int) Math.clamp(end, 0, all.limit())));
    }

    private static List<LogSlice> read(ByteBuffer all) {
        List<LogSlice> records = new ArrayList<>();
        all.position(Math.min(START, all.limit()));
        for (var record = record(all); record.isPresent(); record = record(all)) {
            records.add(record.get());
        }
        return records;
    }

    private static Optional<LogSlice> record(ByteBuffer all) {
        if (all.remaining() < HEAD || all.getInt() != MARK) {
            return Optional.empty();
        }
        long first = all.getLong();
        long last = all.getLong();
        int frames = all.getInt();
        int raw = all.getInt();
        return all.remaining() < (long) frames + raw
                ? Optional.empty()
                : Optional.of(new LogSlice(first, last, take(all, frames), take(all, raw)));
    }

    private static ByteSlice take(ByteBuffer all, int length) {
        var slice = new ByteSlice(all.array(), all.position(), length);
        all.position(all.position() + length);
        return slice;
    }

    /** The size of all records in bytes. */
    synchronized int size() {
        return bytes.position() - START;
    }

    /** The size of the file in bytes. */
    synchronized int capacity() {
        return bytes.capacity();
    }

    /** The sequence number of the last event in the file; 0 if the file is empty. */
    synchronized long lastSeq() {
        return lastSeq;
    }

    synchronized void append(LogSlice events) throws IOException {
        int start = bytes.position();
        int end = Math.addExact(start, HEAD + events.size());
        ensureCapacity(Math.addExact(end, Integer.BYTES));
        bytes.position(start + Integer.BYTES)
                .putLong(events.firstSeq())
                .putLong(events.lastSeq())
                .putInt(events.frames().length())
                .putInt(events.raw().length());
        put(events.frames());
        put(events.raw());
        bytes.putInt(end, END);
        // The process may be killed between any two writes.
        VarHandle.releaseFence();
        bytes.putInt(start, MARK);
        lastSeq = events.lastSeq();
    }

    /** Removes all records. */
    synchronized void clear() {
        bytes.putLong(0, 0).putInt(START, END).position(START);
        VarHandle.releaseFence();
        lastSeq = 0;
        forcedEnd = 0;
        generation++;
    }

    /** Lets the records survive a crash of the machine. Takes as long as the disk needs. */
    void force() {
        MappedByteBuffer unforced;
        int end;
        int ofGeneration;
        synchronized (this) {
            unforced = bytes;
            end = bytes.position();
            ofGeneration = generation;
        }
        unforced.force();
        synchronized (this) {
            if (generation != ofGeneration || forcedEnd == end) {
                return;
            }
            forcedEnd = end;
            unforced.putLong(0, end);
        }
        unforced.force(0, START);
    }

    /** Gives the file another name. */
    synchronized void moveTo(Path other) throws IOException {
        Files.move(path, other);
        path = other;
    }

    synchronized void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    private void put(ByteSlice slice) {
        bytes.put(slice.array(), slice.offset(), slice.length());
    }

    private void ensureCapacity(int needed) throws IOException {
        int capacity = bytes.capacity();
        if (needed > capacity) {
            int position = bytes.position();
            bytes = map(path, capacity, Math.max(needed, 2 * capacity));
            bytes.position(position);
        }
    }

    /**
     * Maps a file after extending it with written zeros. A write to a mapped page that the disk has no room for would be a fault of the
     * process instead of an exception.
     */
    private static MappedByteBuffer map(Path path, int oldCapacity, int capacity) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(oldCapacity);
            file.write(new byte[capacity - oldCapacity]);
            return file.getChannel().map(MapMode.READ_WRITE, 0, capacity);
        }
    }
}
