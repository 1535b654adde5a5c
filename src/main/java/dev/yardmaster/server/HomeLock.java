package dev.yardmaster.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps a home to one service. The operating system frees the lock when the process ends, however it ends. Who holds it, and its address,
 * stand in a file beside the lock.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel channel;
    private final Path holder;

    private HomeLock(FileChannel channel, Path holder) {
        this.channel = channel;
        this.holder = holder;
    }

    /** Takes the lock; throws {@code conflict}, naming the service that has it. */
    static HomeLock take(Path home) {
        Path holder = home.resolve("service");
        try {
            Files.createDirectories(home);
            FileChannel channel =
                    FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new YardmasterException(
                        ErrorCode.CONFLICT,
                        "Yardmaster is running on " + home + " already"
                                + read(holder).map(who -> ": " + who).orElse("")
                                + ". Stop it, or choose another home with --home.");
            }
            return new HomeLock(channel, holder);
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The home " + home + " can't be used: " + e
                            + ". Check its permissions, or choose another with --home.",
                    e);
        }
    }

    /** Notes under which address this service can be reached. */
    void announce(String url) throws IOException {
        String who = "pid " + ProcessHandle.current().pid() + ", " + url + "\n";
        Path temporary = Files.writeString(holder.resolveSibling("service.new"), who);
        Files.move(temporary, holder, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(holder);
        channel.close();
    }

    private static Optional<String> read(Path holder) {
        try {
            return Optional.of(Files.readString(holder).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
