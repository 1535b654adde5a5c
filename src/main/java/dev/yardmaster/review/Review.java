package dev.yardmaster.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The review of what a task has done.
 *
 * @param title the title of the task
 * @param session the session that finished the work
 * @param author the agent that did it
 * @param provider the provider that it ran on
 * @param personWanted whether the agent has asked for a person
 * @param changes what it has changed; absent until the service has looked at it
 * @param commit the commit that is tested and merged: all of the work, on top of the base branch
 * @param test the last test; absent if there was none
 * @param steward the agent that judges it
 * @param stewardTask the task in which it does so, or has done so
 * @param decidedBy who has approved or rejected it: the name of a token or of an agent, or the service
 * @param reason why it was rejected, or the comment of the approval
 * @param problem why it is not merged yet, and what to do
 * @param waitsFor what has to happen next; absent if the review has ended
 * @param retryAt when the service tries again
 */
@JsonInclude(Include.NON_ABSENT)
public record Review(
        UUID id,
        UUID task,
        String title,
        UUID project,
        Optional<UUID> session,
        String author,
        Optional<String> provider,
        ReviewState state,
        boolean personWanted,
        @JsonUnwrapped @Nullable Inspection changes,
        Optional<String> commit,
        Optional<Evidence> test,
        Optional<String> steward,
        Optional<UUID> stewardTask,
        Optional<String> decidedBy,
        Optional<String> reason,
        Optional<String> problem,
        Optional<String> waitsFor,
        Optional<Instant> retryAt,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> endedAt) {
    /**
     * How a test ended.
     *
     * @param commit the commit that was tested
     * @param exitCode absent if the command was stopped
     * @param timedOut whether it was stopped because it did not end in time
     * @param tail the end of the output; absent in lists
     */
    @JsonInclude(Include.NON_ABSENT)
    public record Evidence(
            String commit,
            String command,
            Optional<Integer> exitCode,
            boolean timedOut,
            Instant startedAt,
            Duration duration,
            Optional<String> tail) {}
}
