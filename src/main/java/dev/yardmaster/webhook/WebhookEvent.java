package dev.yardmaster.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event that webhooks can be notified of. Triggers of the database write the same names. */
public enum WebhookEvent {
    /** A task was completed. */
    TASK_DONE,
    /** A task has failed for good. */
    TASK_FAILED,
    /** A task waits for a person. */
    TASK_REVIEW,
    /** An agent proposes a task, or a person does. */
    TASK_DISCOVERED,
    /** All tasks of a plan have ended. */
    PLAN_COMPLETED,
    /** The time of a plan is over, so none of its tasks starts. */
    PLAN_OVERDUE,
    /** A limit of an executable was hit. */
    LIMIT_HIT,
    /** A limit of an executable has ended. */
    LIMIT_OVER,
    /** The threshold of a budget's warning is reached. */
    BUDGET_WARNING,
    /** A budget is spent, so no new tasks start. */
    BUDGET_EXHAUSTED,
    /** A person has paused the dispatcher. */
    DISPATCHER_PAUSED,
    /** The pause of the dispatcher has ended. */
    DISPATCHER_RESUMED;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The event with a name in the API; throws {@code invalid_request} if the name is unknown. */
    @JsonCreator
    public static WebhookEvent of(String value) {
        return Stream.of(values())
                .filter(event -> event.value().equals(value))
                .findFirst()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "There is no event '" + value + "'. The events are "
                                + Stream.of(values()).map(WebhookEvent::value).collect(Collectors.joining(", "))
                                + "."));
    }
}
