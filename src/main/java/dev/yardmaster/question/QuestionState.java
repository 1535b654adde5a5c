package dev.yardmaster.question;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The state of a question. Only an open one changes its state. */
public enum QuestionState {
    /** It has no answer yet. */
    OPEN,
    /** Whoever was asked, or a person, has answered it. */
    ANSWERED,
    /** Its deadline has passed. Its default, if it has one, counts as the answer. */
    EXPIRED,
    /** A person has withdrawn it, or its agent does not need the answer any more. */
    WITHDRAWN;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static QuestionState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "state",
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(QuestionState::value)
                                        .collect(Collectors.joining(", "))
                                + ", not '" + value + "'"));
    }
}
