package dev.yardmaster.session;

import java.time.Duration;

/** Tells when a session has taken too long. Times are {@link System#nanoTime()}; events may be noted from any thread. */
final class Watchdog {
    private final SessionConfig config;
    private final long started;
    private volatile long lastEvent;
    private volatile long inputClosed;

    Watchdog(SessionConfig config, long now) {
        this.config = config;
        this.started = now;
        this.lastEvent = now;
    }

    /** Something happened. */
    void event() {
        lastEvent = System.nanoTime();
    }

    /** The child was told that no more comes, and should exit. */
    void inputClosed() {
        inputClosed = System.nanoTime();
    }

    /**
     * What is wrong, if anything.
     *
     * @param heard whether the CLI has said anything yet
     * @param turnIsOpen whether the agent has something to do
     * @param exitIsDue whether the CLI has nothing more to do and was told so
     */
    Finding look(long now, boolean heard, boolean turnIsOpen, boolean exitIsDue) {
        if (passed(started, now, config.wallClockTimeout())) {
            return expired("wall-clock", "the session lasted longer than", config.wallClockTimeout());
        }
        if (turnIsOpen && !heard && passed(started, now, config.firstEventTimeout())) {
            return expired("first-event", "the CLI printed no event within", config.firstEventTimeout());
        }
        if (turnIsOpen && passed(lastEvent, now, config.idleTimeout())) {
            return expired("idle", "nothing happened for", config.idleTimeout());
        }
        return exitIsDue && passed(inputClosed, now, config.exitGrace())
                ? new Finding.DoesNotExit()
                : new Finding.Well();
    }

    private static boolean passed(long since, long now, Duration limit) {
        return now - since > limit.toNanos();
    }

    private static Finding expired(String watchdog, String what, Duration limit) {
        return new Finding.Expired("The " + watchdog + " watchdog ended the session: " + what + " "
                + limit.toString().substring(2).toLowerCase(java.util.Locale.ROOT) + ".");
    }

    /** What a look found. */
    sealed interface Finding {
        record Well() implements Finding {}

        /** It has to be ended, for this reason. */
        record Expired(String reason) implements Finding {}

        /** It is done, but its process stays. */
        record DoesNotExit() implements Finding {}
    }
}
