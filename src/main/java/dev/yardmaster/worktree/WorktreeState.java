package dev.yardmaster.worktree;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ApiNames;
import java.util.Locale;

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
        return ApiNames.find(values(), WorktreeState::value, "state", value);
    }
}
