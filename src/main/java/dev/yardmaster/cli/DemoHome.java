package dev.yardmaster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The temporary home of a demo. It is removed when it is closed, and a signal ends the process only after that. */
final class DemoHome implements AutoCloseable {
    private static final int CLOSING_SECONDS = 40;

    private final Path directory;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean interrupted;

    private DemoHome(Path directory) {
        this.directory = directory;
    }

    static DemoHome create() throws IOException {
        var home = new DemoHome(Files.createTempDirectory("yardmaster-demo-"));
        Runtime.getRuntime().addShutdownHook(new Thread(home::awaitClosed));
        return home;
    }

    Path directory() {
        return directory;
    }

    /** Whether the process is ending before the home was closed, as after Ctrl-C. */
    boolean isInterrupted() {
        return interrupted;
    }

    /** Removes the directory. To be called when the service has stopped. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // It was removed already.
        } finally {
            closed.countDown();
        }
    }

    private void awaitClosed() {
        interrupted = closed.getCount() > 0;
        try {
            closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
