package dev.yardmaster.session.run;

import java.time.Duration;

/** The time limits that the plain unit tests use: the defaults, except for the shutdown. */
public record TestSessionConfig() implements SessionConfig {
    static final Duration FIRST_EVENT = Duration.ofSeconds(90);
    static final Duration IDLE = Duration.ofMinutes(15);
    static final Duration TOOL = Duration.ofMinutes(30);
    static final Duration WALL_CLOCK = Duration.ofHours(4);
    static final Duration EXIT = Duration.ofSeconds(5);
    static final Duration TERMINATE = Duration.ofSeconds(3);

    @Override
    public Duration firstEventTimeout() {
        return FIRST_EVENT;
    }

    @Override
    public Duration idleTimeout() {
        return IDLE;
    }

    @Override
    public Duration toolTimeout() {
        return TOOL;
    }

    @Override
    public Duration wallClockTimeout() {
        return WALL_CLOCK;
    }

    @Override
    public Duration exitGrace() {
        return EXIT;
    }

    @Override
    public Duration terminateGrace() {
        return TERMINATE;
    }

    @Override
    public Duration shutdownTimeout() {
        return Duration.ofMillis(20);
    }
}
