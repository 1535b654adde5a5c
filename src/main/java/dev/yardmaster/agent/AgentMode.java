package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** How an agent comes by its sessions. */
public enum AgentMode {
    /** Each task is given to it in a session of its own, which ends with the task. */
    EPHEMERAL,
    /** People start its sessions and talk to it; it is given only the tasks that are reserved for it. */
    PERSISTENT;

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static AgentMode of(String value) {
        for (AgentMode mode : values()) {
            if (mode.value().equals(value)) {
                return mode;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "There is no agent mode '" + value + "'. The modes are ephemeral and persistent.");
    }
}
