package dev.yardmaster.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** The role of an agent. */
public enum Role {
    /** Plans work and assigns it. */
    DIRECTOR,
    /** Works on tasks. */
    WORKER,
    /** Takes care of one area, such as merges. */
    STEWARD;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with a name in the API; throws {@code unknown_role}. */
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
