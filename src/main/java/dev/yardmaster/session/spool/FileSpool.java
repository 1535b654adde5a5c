package dev.yardmaster.session.spool;

import dev.yardmaster.session.frame.LogSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The spool of one session: two files that take turns, so that neither grows without bound. When the current file is full and all events
 * of the other file are stored, the other file is cleared and becomes the current one.
 */
final class FileSpool implements SessionSpool {
    /** The size in bytes from which on a file is full. */
    static final int FULL = 1024 * 1024;

    private final List<Path> paths;
    private final SpoolFilePool pool;
    private final Consumer<Throwable> onFailure;
    private final Consumer<FileSpool> onRemove;
    private volatile Optional<SpoolFile> current = Optional.empty();
    private volatile Optional<SpoolFile> other = Optional.empty();
    // An event is missing in the files. They are useful again when all events up to the next one are stored.
    private boolean broken;

    /**
     * @param onFailure called when an event could not be written
     * @param onRemove called when the session is forgotten
     */
    FileSpool(
            Path directory,
            UUID session,
            SpoolFilePool pool,
            Consumer<Throwable> onFailure,
            Consumer<FileSpool> onRemove) {
        this.paths = paths(directory, session);
        this.pool = pool;
        this.onFailure = onFailure;
        this.onRemove = onRemove;
    }

    /** The files that a session can have in a directory. */
    static List<Path> paths(Path directory, UUID session) {
        return Stream.of(".a", ".b")
                .map(end -> directory.resolve(session + end))
                .toList();
    }

    @Override
    public void write(LogSlice events, long storedSeq) {
        if (broken && storedSeq < events.firstSeq() - 1) {
            return;
        }
        try {
            if (broken) {
                files().forEach(SpoolFile::clear);
                broken = false;
            }
            fileFor(storedSeq).append(events);
        } catch (IOException | InternalError e) {
            // The JVM throws the error if the disk fails below mapped memory.
            broken = true;
            onFailure.accept(e);
        }
    }

    @Override
    public void remove() {
        onRemove.accept(this);
        try {
            for (SpoolFile file : files()) {
                pool.release(file);
            }
        } catch (IOException e) {
            // The next start of the service removes the rest.
            onFailure.accept(e);
        }
        current = Optional.empty();
        other = Optional.empty();
    }

    /** Lets the events survive a crash of the machine. For any thread. */
    void force() {
        try {
            files().forEach(SpoolFile::force);
        } catch (UncheckedIOException e) {
            onFailure.accept(e);
        }
    }

    private SpoolFile fileFor(long storedSeq) throws IOException {
        if (current.isEmpty()) {
            current = Optional.of(pool.acquire(paths.getFirst()));
        } else if (current.get().size() >= FULL) {
            if (other.isEmpty()) {
                other = Optional.of(pool.acquire(paths.getLast()));
            }
            if (other.get().lastSeq() <= storedSeq) {
                swap();
            }
        }
        return current.orElseThrow();
    }

    private void swap() {
        Optional<SpoolFile> full = current;
        current = other;
        other = full;
        current.orElseThrow().clear();
    }

    private List<SpoolFile> files() {
        return Stream.of(current, other).flatMap(Optional::stream).toList();
    }
}
