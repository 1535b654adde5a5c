package dev.yardmaster.worktree;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What there is of a worktree. */
enum WorktreeState {
    /** It is claimed, and no session has worked in it yet. */
    CREATING,
    /** Its directory exists. */
    PRESENT,
    /** Its directory is being removed. */
    REMOVING,
    /** Its directory is removed; its branch and its checkpoints are in the repository. */
    REMOVED;

    @JsonValue
    String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    static WorktreeState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "state",
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(WorktreeState::value)
                                        .collect(Collectors.joining(", "))
                                + ", not '" + value + "'"));
    }
}
