package dev.yardmaster.subscription;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An event that agents can subscribe to. The database writes the same names. */
public enum SubscribedEvent {
    TASK_DONE,
    TASK_FAILED,
    TASK_REVIEW,
    TASK_DISCOVERED,
    PLAN_COMPLETED,
    PLAN_OVERDUE,
    LIMIT_HIT,
    LIMIT_OVER;

    /** The name in the tools and the database. */
    public String value() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The names of all events. */
    public static List<String> names() {
        return Arrays.stream(values()).map(SubscribedEvent::value).toList();
    }
}
