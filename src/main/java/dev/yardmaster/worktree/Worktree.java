package dev.yardmaster.worktree;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The directory and the branch in which a task works.
 *
 * @param task the task
 * @param project the project whose repository it belongs to
 * @param instance the installation whose sessions worked in it last, and which removes the directory
 * @param repository the project's own work tree
 * @param path the directory
 * @param branch the task's branch
 * @param baseBranch the branch that the task's branch started from
 * @param base the commit that the task's branch started from; empty until the directory was made
 * @param head the commit that was checked out at the last checkpoint
 * @param checkpoint the number of the last checkpoint; 0 is the base
 * @param setUp whether the set-up command of the project has succeeded in the directory
 * @param portBase the first of the ports that only this task uses
 * @param problem why the last checkpoint is missing or incomplete, or why the directory could not be removed
 */
@JsonInclude(Include.NON_ABSENT)
record Worktree(
        UUID task,
        UUID project,
        UUID instance,
        String repository,
        String path,
        String branch,
        String baseBranch,
        Optional<String> base,
        Optional<String> head,
        int checkpoint,
        WorktreeState state,
        boolean setUp,
        Optional<Integer> portBase,
        Optional<String> problem,
        Instant createdAt,
        Instant updatedAt) {
    @JsonIgnore
    Place place() {
        return new Place(task, Path.of(repository), Path.of(path), branch);
    }
}
