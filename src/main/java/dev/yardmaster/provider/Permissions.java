package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;

/** What an agent may do. Except with {@link #ASK}, the CLI rejects everything else: no person is asked. */
public enum Permissions {
    /** Everything: change files, run commands, use the network. */
    FULL("full"),
    /** Reads files and changes files in the working directory. The CLI's own rules decide which commands it runs without asking. */
    EDIT("edit"),
    /** Reads files only. */
    READ_ONLY("read-only"),
    /**
     * Reads files in the working directory. The service decides everything else, by its rules or by asking people. Only some launch modes
     * of a CLI can do this: {@link Capabilities#judged()}.
     */
    ASK("ask");

    private final String value;

    Permissions(String value) {
        this.value = value;
    }

    /** Returns the name in the API and the database. */
    @JsonValue
    public String value() {
        return value;
    }

    /** Returns the permissions with a name. Throws {@code invalid_request} for an unknown one. */
    @JsonCreator
    public static Permissions of(String value) {
        for (Permissions permissions : values()) {
            if (permissions.value.equals(value)) {
                return permissions;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "There are no permissions '" + value + "'. Use full, edit, read-only or ask.");
    }
}
