package dev.yardmaster.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A piece of work for an agent.
 *
 * @param acceptance when the task is done, for the agent; it is added to the prompt
 * @param priority 1 (most urgent) to 5
 * @param effectivePriority the most urgent priority among the task's own and those of the tasks that wait for it; meaningless once the task
 *     is done
 * @param role the role of the agents that may get the task
 * @param agent the only agent that may get the task; empty for any agent of the role
 * @param name its name in its plan; empty if it was added without one
 * @param requires the tags that the agent must have
 * @param tags labels by which people find the task
 * @param provider the provider that its sessions run on; empty for what the agent runs on
 * @param executable the executable that its sessions run on; empty for that of the provider, or of the agent
 * @param model the model of its sessions; empty for that of the agent
 * @param timeout the longest duration of a session; empty for {@code yardmaster.session.wall-clock-timeout}
 * @param maxFailures how many sessions may fail before the task fails; empty for {@code yardmaster.dispatch.max-failures}
 * @param dependsOn the tasks that must be done before the task starts
 * @param blockedBy those tasks of {@code dependsOn} that are not done
 * @param scheduledFor when the task becomes ready; empty for at once
 * @param assignee the agent that works on the task, or worked on it last
 * @param session the session that runs the task, or ran it last
 * @param attempts the number of sessions that have worked on the task
 * @param failures how many of these sessions failed
 * @param result the agent's last message or the result of a manual completion; empty until the task is done
 * @param reason why the task is in its state; empty if the state needs no explanation
 * @param progress what its agent has reported about its progress last
 * @param handOffNote what the last agent has written for the next one
 * @param proposed whether the task is a proposal, which does not start until somebody accepts it
 * @param discovery how an agent found that the task is needed; empty for other tasks
 * @param cancelling whether the task is running and becomes cancelled as soon as its session has been stopped
 * @param startedAt when the first session of the task started; empty before that
 * @param endedAt when the task became done, failed or cancelled; empty if it is none of these
 */
@JsonInclude(Include.NON_ABSENT)
public record Task(
        UUID id,
        String title,
        String prompt,
        Optional<String> acceptance,
        int priority,
        int effectivePriority,
        String role,
        Optional<UUID> agent,
        Optional<UUID> project,
        Optional<UUID> plan,
        Optional<String> name,
        List<String> requires,
        List<String> tags,
        Optional<String> provider,
        Optional<String> executable,
        Optional<String> model,
        Optional<Duration> timeout,
        Optional<Integer> maxFailures,
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
        Optional<Progress> progress,
        Optional<String> handOffNote,
        boolean proposed,
        Optional<Discovery> discovery,
        boolean cancelling,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Instant createdAt,
        Instant updatedAt) {
    /**
     * The progress of a task, as its agent has reported it.
     *
     * @param percent how much is done, 0 to 100
     */
    @JsonInclude(Include.NON_ABSENT)
    public record Progress(String text, Optional<Integer> percent, Instant at) {}

    /**
     * The work of an agent during which it found that a task is needed.
     *
     * @param task the task that the agent worked on; it may have been deleted
     * @param agent the name of the agent
     * @param blocking whether that task can't be finished before this one
     */
    @JsonInclude(Include.NON_ABSENT)
    public record Discovery(Optional<UUID> task, String agent, boolean blocking) {}

    /** The request that would create the task as it is now; patches are applied to it. */
    public TaskSpec spec() {
        return new TaskSpec(
                title,
                prompt,
                acceptance,
                Optional.of(priority),
                Optional.of(role),
                agent.map(UUID::toString),
                project.map(UUID::toString),
                plan.map(UUID::toString),
                Optional.of(requires),
                Optional.of(tags),
                Optional.of(dependsOn),
                provider,
                executable,
                model,
                timeout,
                maxFailures,
                scheduledFor,
                Optional.of(proposed));
    }
}
