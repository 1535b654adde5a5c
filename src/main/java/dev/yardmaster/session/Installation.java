package dev.yardmaster.session;

import dev.yardmaster.id.InstallationId;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchFiles;
import dev.yardmaster.process.PrivateDirectory;
import dev.yardmaster.process.ScratchFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** This installation of the service: its home directory, and an id by which it recognizes its own sessions and processes. */
@Singleton
public class Installation {
    private final Path home;
    private final UUID id;

    Installation(@ConfigProperty(name = "yardmaster.home") Path home) {
        this.home = home.toAbsolutePath();
        this.id = InstallationId.of(home);
    }

    /** The id, which is stored in the home directory and so survives restarts. */
    public UUID id() {
        return id;
    }

    /** The private directory for work without a project. {@link #createWorkDirectory} creates it. */
    Path workDirectory(UUID work) {
        return workDirectories().resolve(work.toString());
    }

    /** Creates a directory if it is one for work without a project, and does not exist. Blocks. Throws {@code launch_failed}. */
    void createWorkDirectory(Path directory) {
        if (!directory.startsWith(workDirectories())) {
            return;
        }
        try {
            PrivateDirectory.create(directory);
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.LAUNCH_FAILED,
                    "The work directory can't be created: " + e + ". Check the free space and the permissions of "
                            + home + ".",
                    e);
        }
    }

    private Path workDirectories() {
        return home.resolve("worktrees");
    }

    /** The directory for the files of a session's launch. */
    Path scratch(UUID session) {
        return home.resolve("scratch").resolve(session.toString());
    }

    /** Writes a file into a {@link #scratch} directory. Throws {@code launch_failed}. */
    void writeScratch(Path file, String text) {
        LaunchFiles.write(Map.of(file, text));
    }

    /** Removes the {@link #scratch} directory of a session. Files that can't be removed are only logged, as they do no harm. */
    void removeScratch(UUID session) {
        ScratchFiles.remove(scratch(session));
    }

    /** Removes the scratch directories of an earlier run. To be called before the first session starts. */
    void removeAllScratch() {
        ScratchFiles.remove(home.resolve("scratch"));
    }
}
