package dev.yardmaster.server;

import dev.yardmaster.client.HomeService;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Ensures that only one service uses a home. The operating system releases the lock when the process ends, even after {@code kill -9}. A
 * file beside the lock names the process and the address of the service.
 */
final class HomeLock implements AutoCloseable {
    private static final String LOCK = "lock";
    /** The byte of the file that only one service can lock. */
    private static final int OWNER = 0;

    private final FileChannel channel;
    private final Path holder;

    private HomeLock(FileChannel channel, Path holder) {
        this.channel = channel;
        this.holder = holder;
    }

    /** Throws {@code conflict}, as {@link #take} does, if a service uses the home. Does not create the home. */
    static void requireFree(Path home) throws IOException {
        if (Files.exists(home.resolve(LOCK))) {
            take(home).close();
        }
    }

    /** Takes the lock. Throws {@code conflict} with the process and the address of the service that has the lock. */
    static HomeLock take(Path home) {
        Path holder = home.resolve("service");
        try {
            Path file = home.resolve(LOCK);
            PrivateDirectory.create(home);
            if (Files.exists(file)) {
                // An earlier version created its homes with access for all users.
                PrivateDirectory.restrict(home);
            }
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock(OWNER, 1, false) == null) {
                channel.close();
                throw new YardmasterException(
                        ErrorCode.CONFLICT,
                        "Another Yardmaster is already running on the home " + home
                                + read(holder).map(service -> ": " + service).orElse("")
                                + ". Stop it, or choose another home with --home.");
            }
            // A command that looks at this moment whether a service runs has it for an instant.
            channel.lock(HomeService.SIGN_OF_LIFE, 1, false);
            return new HomeLock(channel, holder);
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The home " + home + " can't be used: " + e
                            + ". Check its permissions, or choose another home with --home.",
                    e);
        }
    }

    /** Writes the process id and the address of this service into the file. */
    void announce(String url) throws IOException {
        String service = "pid " + ProcessHandle.current().pid() + ", " + url + "\n";
        Path temporary = Files.writeString(holder.resolveSibling("service.new"), service);
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
