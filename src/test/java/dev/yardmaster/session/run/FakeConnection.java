package dev.yardmaster.session.run;

import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection to a CLI that exists only in the test. It records its calls in order, and its CLI exits when the test calls {@link #exit}. */
public final class FakeConnection implements Connection {
    public static final ProcessExit CLEAN = new ProcessExit(0, Optional.empty(), "");
    public static final String CLOSED = "<input closed>";
    public static final String STOPPED = "<stopped>";

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ProcessExit> gone = new CompletableFuture<>();
    private volatile boolean exitsWhenStopped;

    /** The lines that were written, {@link #CLOSED} and {@link #STOPPED}, in order. */
    public List<String> calls() {
        return calls;
    }

    public void exit(ProcessExit exit) {
        gone.complete(exit);
    }

    /** Lets the CLI exit cleanly as soon as it is asked to. */
    public void exitWhenStopped() {
        exitsWhenStopped = true;
    }

    @Override
    public void write(String line) {
        calls.add(line);
    }

    @Override
    public void closeInput() {
        calls.add(CLOSED);
    }

    @Override
    public void stop(Runnable polite, Duration politeGrace, Duration terminateGrace) {
        if (!calls.contains(STOPPED)) {
            calls.add(STOPPED);
            polite.run();
            if (exitsWhenStopped) {
                exit(CLEAN);
            }
        }
    }

    @Override
    public CompletionStage<ProcessExit> gone() {
        return gone.minimalCompletionStage();
    }
}
