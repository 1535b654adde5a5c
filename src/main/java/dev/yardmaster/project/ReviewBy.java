package dev.yardmaster.project;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** Which stewards review the work of an agent. */
public enum ReviewBy {
    /** Any of them. */
    ANY,
    /** One that runs on another provider than the agent, if there is one. */
    OTHER_PROVIDER;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static ReviewBy of(String value) {
        for (ReviewBy each : values()) {
            if (each.value().equals(value)) {
                return each;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST, "'reviewBy' must be any or other-provider, not '" + value + "'.");
    }
}
