package dev.yardmaster.approval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/** What an answer is for. */
public enum AnswerScope {
    /** This request only. */
    ONCE,
    /** Also the same requests of this session, by a rule. */
    SESSION,
    /** Also the same requests of the sessions of this agent, by a rule. */
    AGENT,
    /** Also the same requests of the sessions of this project, by a rule. */
    PROJECT;

    /** Returns the name in the API. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the scope with a name. Throws {@code invalid_request} for an unknown one. */
    @JsonCreator
    public static AnswerScope of(String value) {
        for (AnswerScope scope : values()) {
            if (scope.value().equals(value)) {
                return scope;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST, "There is no scope '" + value + "'. Use once, session, agent or project.");
    }
}
