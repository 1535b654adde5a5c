package dev.yardmaster.retention;

import java.util.Locale;

/** What is deleted by age, in the order of deletion: logs before their sessions, sessions before their tasks. */
enum RetainedKind {
    LOGS(100),
    SESSIONS(500),
    TASKS(500),
    USAGE(1000),
    ACTIVITY(1000),
    MESSAGES(1000);

    private final int atOnce;

    RetainedKind(int atOnce) {
        this.atOnce = atOnce;
    }

    /** How many things one transaction looks at. */
    int atOnce() {
        return atOnce;
    }

    /** The name in settings, logs and metrics, and at the end of the name of the SQL function. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
