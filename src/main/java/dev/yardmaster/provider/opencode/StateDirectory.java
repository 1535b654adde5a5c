package dev.yardmaster.provider.opencode;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A directory for the state of one OpenCode process. OpenCode begins to install what plugins may need, under a lock in that directory, and
 * leaves the lock behind when it ends before that is done; in a shared one the next process would wait a minute for it (1.18.33).
 */
final class StateDirectory {
    static final String VARIABLE = "XDG_STATE_HOME";

    /** Where it remembers which model the user chose last, which is its default. */
    private static final String CHOSEN_MODEL = "opencode/model.json";

    private StateDirectory() {}

    /**
     * A new one, with what is needed of the user's.
     *
     * @param environment what the process would have
     * @throws YardmasterException {@link ErrorCode#LAUNCH_FAILED} when it can't be made
     */
    static Path make(Map<String, String> environment) {
        try {
            Path state = Files.createTempDirectory("yardmaster-opencode-");
            Optional<Path> chosen =
                    usual(environment).map(it -> it.resolve(CHOSEN_MODEL)).filter(Files::isReadable);
            if (chosen.isPresent()) {
                Files.createDirectories(state.resolve(CHOSEN_MODEL).getParent());
                Files.copy(chosen.get(), state.resolve(CHOSEN_MODEL));
            }
            return state;
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.LAUNCH_FAILED,
                    "No temporary directory can be made for OpenCode: " + e + ". Check the space and TMPDIR.",
                    e);
        }
    }

    private static Optional<Path> usual(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".local", "state")));
    }
}
