package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;

/**
 * The state of a plan. Triggers of the database complete plans, and make them active again.
 *
 * <pre>
 *               activated        all tasks have ended
 *   DRAFT ────────────────► ACTIVE ◄───────────────► COMPLETED or FAILED
 *     │                        │   a task has not ended
 *     │ cancelled              │ cancelled
 *     └────► CANCELLED ◄───────┘
 * </pre>
 */
public enum PlanState {
    /** Its tasks do not start. */
    DRAFT,
    /** Its tasks start like tasks without a plan. */
    ACTIVE,
    /** All of its tasks have ended, and none failed. */
    COMPLETED,
    /** All of its tasks have ended, and at least one failed. */
    FAILED,
    /** Its open tasks were cancelled and it accepts no new ones. Tasks that were running keep running. */
    CANCELLED;

    /** The name in the API and the database. */
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
                "Unknown plan state '" + value + "'. The states are draft, active, completed, failed and cancelled.");
    }
}
