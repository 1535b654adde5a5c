package dev.yardmaster.worktree;

import java.util.List;

/**
 * A worktree with its checkpoints.
 *
 * @param checkpoints the oldest first; number 0 is the base
 */
record WorktreeDetails(Worktree worktree, List<Checkpoint> checkpoints) {}
