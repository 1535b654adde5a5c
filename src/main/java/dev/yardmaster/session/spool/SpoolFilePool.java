package dev.yardmaster.session.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Spool files for sessions to come. A mapping ends only when the garbage collector finds that it is unused, so files are used again. For any
 * thread.
 */
final class SpoolFilePool {
    private static final int MAX_FILES = 64;
    private static final int MAX_CAPACITY = 4 * 1024 * 1024;

    private final Queue<SpoolFile> free = new ArrayBlockingQueue<>(MAX_FILES);

    /** Returns an empty file with this path. */
    SpoolFile acquire(Path path) throws IOException {
        SpoolFile file = free.poll();
        if (file == null) {
            return SpoolFile.create(path);
        }
        file.moveTo(path);
        return file;
    }

    /** Takes back a file that is not used any longer. */
    void release(SpoolFile file) throws IOException {
        file.clear();
        if (file.capacity() > MAX_CAPACITY || !free.offer(file)) {
            file.delete();
        }
    }

    /** Forgets all files, because the caller deletes them. */
    void clear() {
        free.clear();
    }
}
