package dev.yardmaster.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** What a caller may do. Each role also has the rights of the roles before it. */
public enum AccessRole {
    /** The token of a session: the tools of its agent, and none of the API's routes but those that name this role. */
    AGENT,
    /** Reads, and follows streams. */
    VIEWER,
    /** Everything about work, such as tasks, agents and limits. */
    OPERATOR,
    /** Everything, such as tokens, and which programs run. */
    ADMIN;

    /** Whether this role has the rights of another one. */
    public boolean includes(AccessRole other) {
        return compareTo(other) >= 0;
    }

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role with a name in the API; throws {@code invalid_request} if no token can be created with it. Only sessions are agents. */
    @JsonCreator
    public static AccessRole of(String value) {
        for (AccessRole role : values()) {
            if (role != AGENT && role.value().equals(value)) {
                return role;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "There is no role '" + value + "' for tokens. The roles are admin, operator and viewer.");
    }
}
