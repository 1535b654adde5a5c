package dev.yardmaster.session.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The time limits of sessions. */
@ConfigMapping(prefix = "yardmaster.session")
public interface SessionConfig {
    /**
     * The longest time from the start of a CLI to its first line. A CLI gets the same time to start a turn by itself after its last background
     * task has ended, or after a turn in which the agent did nothing.
     */
    @WithDefault("90s")
    Duration firstEventTimeout();

    /** The longest time without a line of the CLI during a turn, or while the agent has tasks in the background. */
    @WithDefault("15m")
    Duration idleTimeout();

    /**
     * The longest time without a line of the CLI while a tool call is open. A value below that of {@code idle-timeout} has no effect. Agents
     * may run a command for as long as their CLI allows, which is 10 minutes by default for Claude Code and OpenCode.
     */
    @WithDefault("30m")
    Duration toolTimeout();

    /** The longest duration of a session. */
    @WithDefault("4h")
    Duration wallClockTimeout();

    /** How long a CLI may take to exit after it has finished its work, closed its output or was asked to stop. Then it gets SIGTERM. */
    @WithDefault("5s")
    Duration exitGrace();

    /** How long a process may take to exit after SIGTERM. Then it gets SIGKILL. */
    @WithDefault("3s")
    Duration terminateGrace();

    /** How long the service waits for its sessions to end when it stops. */
    @WithDefault("15s")
    Duration shutdownTimeout();
}
