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
}
