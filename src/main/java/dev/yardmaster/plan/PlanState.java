package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/**
 * Where a plan is.
 *
 * <pre>
 *   DRAFT ──────► ACTIVE ──────► CANCELLED
 *     └──────────────────────────────▲
 * </pre>
 */
public enum PlanState {
    /** Its tasks are held back. */
    DRAFT,
    /** Its tasks are done as any others. */
    ACTIVE,
    /** Its tasks that were open are cancelled, and it takes no more; those that were running go on. */
    CANCELLED;

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static PlanState of(String value) {
        for (PlanState state : values()) {
            if (state.value().equals(value)) {
                return state;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "There is no plan state '" + value + "'. The states are draft, active and cancelled.");
    }
}
