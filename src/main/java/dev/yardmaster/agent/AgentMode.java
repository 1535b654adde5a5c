package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** How the sessions of an agent start. */
public enum AgentMode {
    /** The dispatcher starts a session for each task; the session ends with the task. */
    EPHEMERAL,
    /** People start its sessions and talk to it. The dispatcher gives it reserved tasks only. */
    PERSISTENT;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with a name in the API; throws {@code invalid_request} if the name is unknown. */
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
