package dev.yardmaster.session;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchFiles;
import dev.yardmaster.process.ScratchFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This installation of the service: its home, and an id that stays the same across restarts, by which it knows its own. */
@Singleton
public class Installation {
    private final Path home;
    private final UUID id;

    Installation(@ConfigProperty(name = "yardmaster.home") Path home) {
        this.home = home.toAbsolutePath();
        this.id = readOrCreate(this.home.resolve("instance-id"));
    }

    /** Stays the same as long as the home does. */
    public UUID id() {
        return id;
    }

    /** A private directory for work that belongs to no project; made when it is not there. Throws {@code launch_failed}. */
    Path workDirectory(UUID work) {
        try {
            return Files.createDirectories(home.resolve("worktrees").resolve(work.toString()));
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.LAUNCH_FAILED,
                    "The directory for the work can't be made: " + e + ". Check the space and the permissions of "
                            + home + ".",
                    e);
        }
    }

    /** Where a session's launch puts its files. */
    Path scratch(UUID session) {
        return home.resolve("scratch").resolve(session.toString());
    }

    /** Writes a file below a {@link #scratch}. Throws {@code launch_failed}. */
    void writeScratch(Path file, String text) {
        LaunchFiles.write(Map.of(file, text));
    }

    /** Removes what {@link #scratch} holds; what can't be removed is logged, and harms nobody. */
    void removeScratch(UUID session) {
        ScratchFiles.remove(scratch(session));
    }

    /** Removes what the sessions of an earlier run have left; to be called before the first session starts. */
    void removeAllScratch() {
        ScratchFiles.remove(home.resolve("scratch"));
    }

    private static UUID readOrCreate(Path file) {
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip());
            }
            UUID id = UUID.randomUUID();
            Files.createDirectories(file.getParent());
            Files.writeString(file, id + "\n");
            return id;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("The instance id in " + file + " can't be read or made: " + e, e);
        }
    }
}
