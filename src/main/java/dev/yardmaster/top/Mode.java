package dev.yardmaster.top;

import java.util.Optional;

/**
 * What the keys are for.
 *
 * <pre>
 *            /, p, s, ?
 *   Table ───────────────► Filtering, Pausing, Stopping, Help
 *     ▲                           │
 *     └───────────────────────────┘
 *         Enter, Esc, y, n, any key
 * </pre>
 */
sealed interface Mode {
    /** Keys move the selection and are commands. */
    record Table() implements Mode {}

    /** The user types a filter, which applies at once. */
    record Filtering() implements Mode {}

    /** The keys are shown. */
    record Help() implements Mode {}

    /**
     * The user types how long the dispatcher pauses.
     *
     * @param error what is wrong with the text
     */
    record Pausing(String text, Optional<String> error) implements Mode {}

    /** The user confirms that a session is stopped. */
    record Stopping(String agent, AgentRow.Run run) implements Mode {}
}
