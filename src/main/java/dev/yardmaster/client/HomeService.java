package dev.yardmaster.client;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service that runs on a home of this machine, as its files describe it. */
public final class HomeService {
    /** The byte of the file {@code lock} that a service locks as long as it runs. Commands look at it only, so they never keep a service from its home. */
    public static final int SIGN_OF_LIFE = 1;

    /** What a user reads about a service that runs, but has no address. */
    public static final String WITHOUT_ADDRESS =
            "The service of the home is starting or stopping. Try again in some seconds.";

    // The service writes this line when it is ready.
    private static final Pattern SERVICE = Pattern.compile("pid (\\d+), (\\S+)");

    private final Path home;

    /** @param home the directory with the state of the service */
    public HomeService(Path home) {
        this.home = home;
    }

    /** The address of the running service; empty if none runs, or if the files can't be read. */
    public Optional<URI> address() {
        return running().map(service -> URI.create(service.group(2)));
    }

    /** The process of the running service; empty if none runs, or if the files can't be read. */
    public Optional<ProcessHandle> process() {
        return running().flatMap(HomeService::handle);
    }

    /** The admin token of the home. */
    public Optional<String> token() {
        return read("admin-token");
    }

    /** Whether a service uses the home. It holds a lock as long as it runs, however it ends. */
    public boolean isRunning() {
        Path lock = home.resolve("lock");
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ);
                FileLock free = channel.tryLock(SIGN_OF_LIFE, 1, true)) {
            return free == null;
        } catch (OverlappingFileLockException _) {
            // This process is the service.
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The file stays after a crash, and another process can then have the id. */
    private Optional<MatchResult> running() {
        return read("service")
                .map(SERVICE::matcher)
                .filter(Matcher::matches)
                .<MatchResult>map(service -> service)
                .filter(service -> isRunning() && handle(service).isPresent());
    }

    private static Optional<ProcessHandle> handle(MatchResult service) {
        return ProcessHandle.of(Long.parseLong(service.group(1)));
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(home.resolve(file)).strip()).filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
