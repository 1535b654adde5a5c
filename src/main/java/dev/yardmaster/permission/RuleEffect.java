package dev.yardmaster.permission;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** What a rule does with a use of a tool that it matches. Of several matching rules the strictest one counts. */
public enum RuleEffect {
    /** The agent may, without asking. */
    ALLOW,
    /** People decide. */
    ASK,
    /** The agent may not. */
    DENY;

    /** Returns the name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the effect with a name. Throws {@code invalid_request} for an unknown one. */
    @JsonCreator
    public static RuleEffect of(String value) {
        for (RuleEffect effect : values()) {
            if (effect.value().equals(value)) {
                return effect;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST, "There is no effect '" + value + "'. Use allow, ask or deny.");
    }
}
