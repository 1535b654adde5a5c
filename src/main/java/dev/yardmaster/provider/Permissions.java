package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;

/** What an agent may do without a person being asked. What is not allowed is refused, as nobody is there to ask. */
public enum Permissions {
    /** Everything: files, commands, network. */
    FULL("full"),
    /** Reads, and changes files in its working directory; other commands as far as the provider allows them unasked. */
    EDIT("edit"),
    /** Reads only. */
    READ_ONLY("read-only");

    private final String value;

    Permissions(String value) {
        this.value = value;
    }

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return value;
    }

    /** The permissions with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static Permissions of(String value) {
        for (Permissions permissions : values()) {
            if (permissions.value.equals(value)) {
                return permissions;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "There are no permissions '" + value + "'. Permissions are full, edit and read-only.");
    }
}
