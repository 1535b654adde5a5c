package dev.yardmaster.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Collects everything that is logged until it is closed. For any thread. */
public final class LogCapture extends Handler implements AutoCloseable {
    private final List<String> entries = new CopyOnWriteArrayList<>();

    public LogCapture() {
        Logger.getLogger("").addHandler(this);
    }

    /** The entries with their stack traces. */
    public List<String> entries() {
        return entries;
    }

    @Override
    public void publish(LogRecord entry) {
        entries.add(new SimpleFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
