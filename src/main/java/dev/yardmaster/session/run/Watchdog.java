package dev.yardmaster.session.run;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.run.SessionWork.WaitsFor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Detects when a started session takes too long. Every line of the CLI is a sign of life, except that retries are none: a CLI can retry for
 * ever. For any thread; {@link #start} and {@link #check} are called under the session's lock.
 */
final class Watchdog {
    private final SessionConfig config;
    private final Duration longest;
    private final LongSupplier nanoTime;
    private volatile long startedAt;
    private volatile long lastLineAt;
    private volatile long retryingSince;
    private volatile long inputClosedAt;
    private volatile long outputClosedAt;
    private volatile boolean heard;
    private volatile boolean retrying;
    private volatile boolean inputClosed;
    private volatile boolean outputClosed;
    private long lastBusyAt;
    private long lastCheckAt;
    private long waited;

    /**
     * @param longest the longest duration of the session
     * @param nanoTime a clock in nanoseconds that only measures durations, as {@link System#nanoTime()}
     */
    Watchdog(SessionConfig config, Duration longest, LongSupplier nanoTime) {
        this.config = config;
        this.longest = longest;
        this.nanoTime = nanoTime;
        start();
    }

    /** Notes that the CLI is being started. All bounds count from here. */
    void start() {
        startedAt = nanoTime.getAsLong();
        lastLineAt = startedAt;
        lastBusyAt = startedAt;
        lastCheckAt = startedAt;
    }

    /** Notes that the service has sent something to the CLI. */
    void progress() {
        retrying = false;
        lastLineAt = nanoTime.getAsLong();
    }

    /** Notes a line of the CLI about this session, by its events. A line without events that follows a retry belongs to the retry. */
    void observe(List<AgentEvent> events) {
        // Runs for every line, so it writes only what changes.
        if (!heard) {
            heard = true;
        }
        boolean retries = events.isEmpty() ? retrying : areRetries(events);
        if (retries != retrying) {
            retryingSince = lastLineAt;
            retrying = retries;
        }
        lastLineAt = nanoTime.getAsLong();
    }

    private static boolean areRetries(List<AgentEvent> events) {
        for (AgentEvent event : events) {
            if (!(event instanceof AgentEvent.Retry)) {
                return false;
            }
        }
        return true;
    }

    /** The time since the last line, or since the service has sent something to the CLI. */
    Duration silence() {
        return Duration.ofNanos(nanoTime.getAsLong() - lastLineAt);
    }

    /** Notes that the CLI's input was closed. The CLI must exit once it has finished its work. */
    void inputClosed() {
        inputClosedAt = nanoTime.getAsLong();
        inputClosed = true;
    }

    /** Notes that the CLI has closed its output. It must exit soon, because nothing more can be read from it. */
    void outputClosed() {
        outputClosedAt = nanoTime.getAsLong();
        outputClosed = true;
    }

    /** Checks all bounds. */
    Finding check(WaitsFor waitsFor) {
        long now = nanoTime.getAsLong();
        long sinceLastCheck = now - lastCheckAt;
        lastCheckAt = now;
        if (waitsFor == WaitsFor.APPROVAL && !outputClosed) {
            // The time that people take does not count.
            waited += sinceLastCheck;
            lastLineAt = now;
            return new Finding.Healthy();
        }
        if (passed(startedAt + waited, now, longest)) {
            return expired("wall-clock", "the session lasted longer than", longest);
        }
        if (outputClosed && passed(outputClosedAt, now, config.exitGrace())) {
            return isAtRest(waitsFor)
                    ? new Finding.DoesNotExit()
                    : new Finding.Expired(
                            "The agent's CLI closed its output before its turn was over, and did not exit.");
        }
        return isAtRest(waitsFor) ? checkExit(waitsFor, now) : checkSilence(waitsFor, now);
    }

    private static boolean isAtRest(WaitsFor waitsFor) {
        return switch (waitsFor) {
            case NOTHING, OWN_TURN -> true;
            case TURN, TOOL, APPROVAL, BACKGROUND_TASK -> false;
        };
    }

    private Finding checkSilence(WaitsFor waitsFor, long now) {
        lastBusyAt = now;
        long lastSignAt = retrying ? retryingSince : lastLineAt;
        if (!heard && passed(startedAt, now, config.firstEventTimeout())) {
            return expired("first-event", "the CLI printed nothing within", config.firstEventTimeout());
        }
        if (waitsFor == WaitsFor.TOOL && config.toolTimeout().compareTo(config.idleTimeout()) > 0) {
            return passed(lastSignAt, now, config.toolTimeout())
                    ? expired("tool", "a tool call was open, and nothing happened for", config.toolTimeout())
                    : new Finding.Healthy();
        }
        return passed(lastSignAt, now, config.idleTimeout())
                ? expired("idle", "nothing happened for", config.idleTimeout())
                : new Finding.Healthy();
    }

    private Finding checkExit(WaitsFor waitsFor, long now) {
        Duration grace = waitsFor == WaitsFor.OWN_TURN ? config.firstEventTimeout() : config.exitGrace();
        return inputClosed && passed(inputClosedAt, now, grace) && passed(lastBusyAt, now, grace)
                ? new Finding.DoesNotExit()
                : new Finding.Healthy();
    }

    private static boolean passed(long since, long now, Duration bound) {
        return now - since > bound.toNanos();
    }

    private static Finding expired(String watchdog, String what, Duration bound) {
        return new Finding.Expired("The " + watchdog + " watchdog ended the session: " + what + " "
                + bound.toString().substring(2).toLowerCase(Locale.ROOT) + ".");
    }

    /** The result of a check. */
    sealed interface Finding {
        /** All bounds are kept. */
        record Healthy() implements Finding {}

        /** The session must be ended for this reason. */
        record Expired(String reason) implements Finding {}

        /** The CLI has finished its work, but does not exit. */
        record DoesNotExit() implements Finding {}
    }
}
