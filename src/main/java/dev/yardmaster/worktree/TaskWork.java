package dev.yardmaster.worktree;

import java.nio.file.Path;

/**
 * What a task has done.
 *
 * @param repository the work tree of the project
 * @param baseBranch the branch that the task started from
 * @param commit a commit with all files, also those that were not committed; its history has the commits of the agent
 */
public record TaskWork(Path repository, String baseBranch, String commit) {}
