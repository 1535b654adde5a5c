package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.task.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Why a task waits, or what it ran on.
 *
 * @param waitsFor what keeps the task from starting, as sentences; empty if it is not open, or is about to start
 * @param ahead how many ready tasks with the same requirements start before it
 * @param agents eligible agents first
 * @param session the session that runs the task, or the last one that did
 * @param resolution what that session runs on, and why
 */
@JsonInclude(Include.NON_ABSENT)
record TaskExplanation(
        UUID task,
        TaskState state,
        List<String> waitsFor,
        Optional<Long> ahead,
        List<AgentReadiness> agents,
        Optional<UUID> session,
        Optional<Resolution> resolution) {
    /**
     * Whether an agent can start the task now.
     *
     * @param agent its name
     * @param ready whether it can start a session for the task at once
     * @param reason why it can't
     * @param candidates the executables that the session could use, each with the reason why it is chosen or excluded
     */
    @JsonInclude(Include.NON_ABSENT)
    record AgentReadiness(String agent, boolean ready, Optional<String> reason, List<Hop> candidates) {}
}
