package dev.yardmaster.worktree;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The worktrees of tasks. */
@ConfigMapping(prefix = "yardmaster.worktree")
public interface WorktreeConfig {
    /** The longest time of one git command in a worktree, such as the one that writes all files; at least 1 second. */
    @WithDefault("2m")
    Duration gitTimeout();

    /**
     * How long the worktree of a task stays after the task was done, cancelled or deleted; {@code 0} keeps it for ever. Its branch and its
     * checkpoints stay in any case.
     */
    @WithDefault("14d")
    Duration retention();

    /** The longest time of the set-up command or the tear-down command of a project; at least 1 second. */
    @WithDefault("10m")
    Duration scriptTimeout();

    /**
     * The ports that worktrees get, as {@code FIRST-LAST}, from 1024 to 65535. Services on one machine need different ones.
     */
    @WithDefault("20000-29999")
    String ports();

    /** How many ports each worktree gets, 1 to 1000. */
    @WithDefault("10")
    int portsEach();
}
