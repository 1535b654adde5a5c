package dev.yardmaster.session.run;

import dev.yardmaster.provider.AgentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Detects when a started session takes too long. For any thread. */
final class Watchdog {
    private final SessionConfig config;
    private final LongSupplier nanoTime;
    private volatile long startedAt;
    private volatile long lastProgressAt;
    private volatile long inputClosedAt;
    private volatile boolean inputClosed;

    /** @param nanoTime a clock in nanoseconds that only measures durations, as {@link System#nanoTime()} */
    Watchdog(SessionConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        start();
    }

    /** Notes that the CLI is being started. All bounds count from here. */
    void start() {
        startedAt = nanoTime.getAsLong();
        lastProgressAt = startedAt;
    }

    /** Notes that the session makes progress. */
    void progress() {
        lastProgressAt = nanoTime.getAsLong();
    }

    /** Notes the events that a line led to. Retries are not progress: a CLI can retry for ever. */
    void observe(List<AgentEvent> events) {
        for (AgentEvent event : events) {
            if (!(event instanceof AgentEvent.Retry)) {
                progress();
                return;
            }
        }
    }

    /** Notes that the CLI's input was closed. The CLI must exit once it has finished its work. */
    void inputClosed() {
        inputClosedAt = nanoTime.getAsLong();
        inputClosed = true;
    }

    /**
     * Checks all bounds.
     *
     * @param identified whether the CLI has named its conversation
     * @param openTurn whether the agent works on something
     */
    Finding check(boolean identified, boolean openTurn) {
        long now = nanoTime.getAsLong();
        if (passed(startedAt, now, config.wallClockTimeout())) {
            return expired("wall-clock", "the session lasted longer than", config.wallClockTimeout());
        }
        if (openTurn && !identified && passed(startedAt, now, config.firstEventTimeout())) {
            return expired("first-event", "the CLI printed no event within", config.firstEventTimeout());
        }
        if (openTurn && passed(lastProgressAt, now, config.idleTimeout())) {
            return expired("idle", "nothing happened for", config.idleTimeout());
        }
        return inputClosed && !openTurn && passed(inputClosedAt, now, config.exitGrace())
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
