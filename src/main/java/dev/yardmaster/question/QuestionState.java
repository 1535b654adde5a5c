package dev.yardmaster.question;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ApiNames;
import java.util.Locale;

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
        return ApiNames.find(values(), QuestionState::value, "state", value);
    }
}
