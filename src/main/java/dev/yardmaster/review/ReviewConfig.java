package dev.yardmaster.review;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** The reviews and merges of finished work. */
@ConfigMapping(prefix = "yardmaster.review")
interface ReviewConfig {
    /** The longest time of a project's test command before a merge, if the project sets none; at least 1 second. */
    @WithDefault("30m")
    Duration testTimeout();

    /** How often the review sends work back to an agent before the task fails; 0 or more. Opening a task by hand starts the count again. */
    @WithDefault("3")
    int maxReturns();

    /** How many projects the service merges and tests at once; at least 1. Within a project it merges one piece of work after the other. */
    @WithDefault("2")
    int concurrency();

    /** How long the service waits until it tries a merge again that something outside of the work prevents; at least 1 second. */
    @WithDefault("30s")
    Duration retryDelay();

    /**
     * Which variables of the service's environment test commands get, besides those that every child process gets. A {@code *} at the end stands
     * for any rest of a name.
     */
    @WithDefault("JAVA_HOME")
    List<String> environment();
}
