package dev.yardmaster.provider.opencode.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A state directory for a single OpenCode process. OpenCode installs possible dependencies of plugins at its start, under a lock in that
 * directory, and leaves the lock behind if it exits too early. With a shared directory the next process would wait for that lock for a
 * minute (1.18.33).
 */
public final class StateDirectory {
    public static final String VARIABLE = "XDG_STATE_HOME";

    /** The model that the user chose last, which is OpenCode's default. */
    private static final String CHOSEN_MODEL = "opencode/model.json";

    private StateDirectory() {}

    /**
     * Creates a directory with a copy of the files that are needed from the user's.
     *
     * @param environment the environment of the process
     * @throws YardmasterException {@link ErrorCode#LAUNCH_FAILED} if the directory can't be created
     */
    public static Path create(Map<String, String> environment) {
        try {
            Path state = Files.createTempDirectory("yardmaster-opencode-");
            Optional<Path> chosen =
                    userState(environment).map(it -> it.resolve(CHOSEN_MODEL)).filter(Files::isReadable);
            if (chosen.isPresent()) {
                Files.createDirectories(state.resolve(CHOSEN_MODEL).getParent());
                Files.copy(chosen.get(), state.resolve(CHOSEN_MODEL));
            }
            return state;
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.LAUNCH_FAILED,
                    "The temporary directory for OpenCode can't be created: " + e
                            + ". Check the free space and TMPDIR.",
                    e);
        }
    }

    private static Optional<Path> userState(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".local", "state")));
    }
}
