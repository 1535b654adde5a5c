package dev.yardmaster.worktree;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where a session of a task works.
 *
 * @param environment the variables that its programs get; empty without a worktree
 */
public record Workplace(Path directory, Map<String, String> environment) {
    /** A directory that is no worktree. */
    static Workplace without(Path directory) {
        return new Workplace(directory, Map.of());
    }
}
