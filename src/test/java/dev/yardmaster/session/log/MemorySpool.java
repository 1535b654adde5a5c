package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.spool.SessionSpool;
import java.util.ArrayList;
import java.util.List;

/** A session spool in memory. */
final class MemorySpool implements SessionSpool {
    private final List<LogSlice> written = new ArrayList<>();
    private boolean removed;

    @Override
    public synchronized void write(LogSlice events, long storedSeq) {
        written.add(events);
    }

    @Override
    public synchronized void remove() {
        removed = true;
    }

    /** The written events in the order of the writes. */
    synchronized List<LogSlice> written() {
        return List.copyOf(written);
    }

    /** The sequence number of the last written event; 0 if nothing was written. */
    synchronized long lastSeq() {
        return written.isEmpty() ? 0 : written.getLast().lastSeq();
    }

    synchronized boolean isRemoved() {
        return removed;
    }
}
