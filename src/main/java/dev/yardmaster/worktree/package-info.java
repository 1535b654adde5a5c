/**
 * Worktrees: the directory and the branch in which a task of a project works, its checkpoints, and how it is removed and restored. No byte that
 * an agent wrote is removed unless a commit that stays reaches it; files that git ignores are the exception.
 */
@NullMarked
package dev.yardmaster.worktree;

import org.jspecify.annotations.NullMarked;
