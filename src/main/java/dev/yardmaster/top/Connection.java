package dev.yardmaster.top;

import java.time.Instant;

/** Whether the screen gets changes from the service. */
sealed interface Connection {
    /** The service has not answered yet. */
    record Connecting() implements Connection {}

    /** Changes arrive. */
    record Live() implements Connection {}

    /**
     * The connection broke.
     *
     * @param message why, for the user
     * @param retryAt the time of the next attempt
     */
    record Lost(String message, Instant retryAt) implements Connection {}
}
