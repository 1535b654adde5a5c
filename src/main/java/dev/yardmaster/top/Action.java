package dev.yardmaster.top;

import java.time.Duration;
import java.util.Optional;

/** What a key asks for beyond the screen. */
sealed interface Action {
    /** Ends the command. */
    record Quit() implements Action {}

    /** Stops the process until the user continues it (Ctrl-Z). */
    record Suspend() implements Action {}

    /** Draws the whole screen again. */
    record Redraw() implements Action {}

    /** Shows the stream of a session. */
    record Open(String session) implements Action {}

    /**
     * Pauses the dispatcher.
     *
     * @param length how long; empty until it is resumed
     */
    record Pause(Optional<Duration> length) implements Action {}

    /** Ends the pause of the dispatcher. */
    record Resume() implements Action {}

    /** Stops a session. */
    record Stop(String agent, String session) implements Action {}
}
