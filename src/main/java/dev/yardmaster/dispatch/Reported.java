package dev.yardmaster.dispatch;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an agent has reported about the task of its session. */
enum Reported {
    NOTHING,
    DONE,
    NEEDS_REVIEW,
    NOTHING_TO_DO,
    HANDED_OFF;

    /** The report with a name in the database; null if the agent has reported nothing. */
    static Reported of(@Nullable String outcome) {
        return outcome == null ? NOTHING : valueOf(outcome.toUpperCase(Locale.ROOT));
    }
}
