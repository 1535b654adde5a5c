package dev.yardmaster.testkit;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files of a home as a running service holds them: the lock, and the process and the address of the service. This process is the service. */
public final class RunningHome implements AutoCloseable {
    private final FileChannel lock;

    public RunningHome(Path home, URI address) throws IOException {
        lock = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
        Files.writeString(
                home.resolve("service"), "pid " + ProcessHandle.current().pid() + ", " + address + "\n");
    }

    /** Releases the lock, and leaves the other files, as the end of a killed service does. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
