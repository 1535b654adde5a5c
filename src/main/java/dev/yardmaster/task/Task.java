package dev.yardmaster.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A piece of work.
 *
 * @param effectivePriority the most urgent priority among its own and those of all that waits for it, as long as it is not done
 * @param agent the only agent that may have it
 * @param project the project that it is about
 * @param plan the plan that it is part of
 * @param requires the tags that its agent must have
 * @param dependsOn the tasks that must be done before it starts
 * @param blockedBy those of them that are not done
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
        int effectivePriority,
        String role,
        Optional<UUID> agent,
        Optional<UUID> project,
        Optional<UUID> plan,
        List<String> requires,
        List<UUID> dependsOn,
        List<UUID> blockedBy,
        TaskState state,
        Optional<Instant> scheduledFor,
        Optional<UUID> assignee,
        Optional<UUID> session,
        int attempts,
        int failures,
        Optional<String> result,
        Optional<String> reason,
        Instant createdAt,
        Instant updatedAt) {
    /** What a user could have said for it to be as it is. */
    TaskSpec spec() {
        return new TaskSpec(
                title,
                prompt,
                Optional.of(priority),
                Optional.of(role),
                agent.map(UUID::toString),
                project.map(UUID::toString),
                plan.map(UUID::toString),
                Optional.of(requires),
                Optional.of(dependsOn),
                scheduledFor);
    }
}
