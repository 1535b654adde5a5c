package dev.yardmaster.approval;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ApiNames;
import java.util.Locale;

/** The states of an approval. All but the first are final. */
public enum ApprovalState {
    /** The session waits for a person. */
    PENDING,
    /** A rule or a person allowed it. */
    ALLOWED,
    /** A rule or a person denied it. */
    DENIED,
    /** No person answered in time, so the service denied it. */
    EXPIRED,
    /** Nothing waits for the decision any more, because the turn or the session ended. */
    WITHDRAWN;

    /** Returns the name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the state with a name. Throws {@code invalid_request} for an unknown one. */
    static ApprovalState of(String value) {
        return ApiNames.find(values(), ApprovalState::value, "state", value);
    }
}
