package dev.yardmaster.worktree;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Where a worktree is.
 *
 * @param repository the work tree of the project
 * @param path the directory of the worktree
 */
record Place(UUID task, Path repository, Path path, String branch) {}
