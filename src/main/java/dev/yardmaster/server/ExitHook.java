package dev.yardmaster.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the process alive after a signal until everything is closed, because the process ends as soon as all shutdown hooks return. If
 * that takes too long, for example in the middle of a slow start, the hook closes the database itself, so that no server is left behind.
 */
final class ExitHook implements Runnable {
    private final Duration patience;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile AutoCloseable database = () -> {};

    /** @param patience how long to wait until everything is closed */
    ExitHook(Duration patience) {
        this.patience = patience;
    }

    /** Notes the database to close if everything else takes too long. */
    void opened(AutoCloseable opened) {
        database = opened;
    }

    /** Notes that everything is closed. */
    void closed() {
        closed.countDown();
    }

    @Override
    public void run() {
        try {
            if (!closed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                database.close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("The database could not be closed", e);
        }
    }
}
