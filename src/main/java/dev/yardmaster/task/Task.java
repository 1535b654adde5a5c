package dev.yardmaster.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A piece of work.
 *
 * @param agent the only agent that may have it
 * @param project the project that it is about
 * @param assignee the agent that has it, or had it last
 * @param session the session that runs it, or ran it last
 * @param attempts how many sessions it has been given to
 * @param failures how many of them failed
 * @param result what the agent said last, when it is done
 * @param reason why it is where it is, when it is not simply waiting, running or done
 */
@JsonInclude(Include.NON_ABSENT)
public record Task(
        UUID id,
        String title,
        String prompt,
        int priority,
        String role,
        Optional<UUID> agent,
        Optional<UUID> project,
        TaskState state,
        Optional<Instant> scheduledFor,
        Optional<UUID> assignee,
        Optional<UUID> session,
        int attempts,
        int failures,
        Optional<String> result,
        Optional<String> reason,
        Instant createdAt,
        Instant updatedAt) {}
