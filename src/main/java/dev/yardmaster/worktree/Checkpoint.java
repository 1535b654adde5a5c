package dev.yardmaster.worktree;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A stored state of a worktree: its files, without those that git ignores.
 *
 * @param number 0 is the base of the branch
 * @param commit the commit that has the files; {@code refs/yardmaster/<task>/<number>} keeps it
 * @param head the commit that was checked out; empty if there was none
 * @param reason why it was made
 * @param session the session that had worked
 */
@JsonInclude(Include.NON_ABSENT)
record Checkpoint(
        int number, String commit, Optional<String> head, String reason, Optional<UUID> session, Instant createdAt) {}
