package dev.yardmaster.session;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a session is in its life.
 *
 * <pre>
 *   STARTING ──► RUNNING ──► COMPLETED   the agent finished what it was given
 *       │           ├──────► FAILED      the CLI failed, crashed or hung
 *       │           ├──────► LIMITED     the provider refuses work until a reset
 *       ├───────────┼──────► STOPPED     somebody stopped it
 *       └───────────┴──────► LOST        the service went away while it ran
 * </pre>
 */
public enum SessionState {
    STARTING,
    RUNNING,
    COMPLETED,
    FAILED,
    LIMITED,
    STOPPED,
    LOST;

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SessionState of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
