package dev.yardmaster.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How long things are kept. Older ones are deleted once an hour. An age is at least one hour, or {@code 0} to keep things for ever. */
@ConfigMapping(prefix = "yardmaster.retention")
interface RetentionConfig {
    /**
     * How long tasks are kept after they have ended, and plans after their last task has ended. A task stays while a task that has not ended
     * depends on it, and while it has sessions.
     */
    @WithDefault("30d")
    Duration tasks();

    /**
     * How long sessions are kept after they have ended, and after their tasks have ended. A session stays while its task can continue it. Its
     * usage stays.
     */
    @WithDefault("30d")
    Duration sessions();

    /** How long the event logs of sessions are kept after the sessions have ended; no longer than the sessions. */
    @WithDefault("30d")
    Duration logs();

    /** The greatest size of all event logs, in gigabytes. Above it, the logs of the sessions that ended first are deleted; none by default. */
    Optional<Integer> maxLogGigabytes();

    /** How long the usage of deleted sessions is kept after they have started; at least 32 days, because monthly budgets count it. */
    @WithDefault("365d")
    Duration usage();

    /** How long entries of the activity are kept. */
    @WithDefault("30d")
    Duration activity();

    /** How long messages are kept after they were sent. A message that is still queued stays. */
    @WithDefault("30d")
    Duration messages();

    /** The greatest part of its time that the deletion works, in percent. Between two transactions it rests. */
    @WithDefault("20")
    int busyPercent();
}
