package dev.yardmaster.merge;

import java.nio.file.Path;
import java.util.UUID;

/**
 * Finished work that is to be merged.
 *
 * @param review the id of its review; the squash commit names it, so that a merge is recognized after a crash
 * @param repository a work tree of the repository
 * @param baseBranch the branch that it is merged into
 * @param commit the commit that has the files of the work, and its history
 * @param author the name of the agent that did it
 * @param title the title of the task
 * @param result what the agent reported; can be empty
 */
public record Work(
        UUID review,
        UUID task,
        Path repository,
        String baseBranch,
        String commit,
        String author,
        String title,
        String result) {}
