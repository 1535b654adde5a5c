package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** What an agent is there for. */
public enum Role {
    /** Plans and hands out work. */
    DIRECTOR,
    /** Does tasks. */
    WORKER,
    /** Looks after something, such as merges. */
    STEWARD;

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with a name; throws {@code unknown_role}. */
    @JsonCreator
    public static Role of(String value) {
        for (Role role : values()) {
            if (role.value().equals(value)) {
                return role;
            }
        }
        throw new YardmasterException(
                ErrorCode.UNKNOWN_ROLE,
                "There is no role '" + value + "'. The roles are director, worker and steward.");
    }
}
