package dev.yardmaster.dispatch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolution.Hop;
import dev.yardmaster.task.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Why a task waits, or what it ran on.
 *
 * @param session the session that runs the task, or the last one that did
 * @param resolution what that session runs on, and why
 */
@JsonInclude(Include.NON_ABSENT)
record TaskExplanation(
        UUID task,
        TaskState state,
        @JsonUnwrapped Waiting waiting,
        Optional<UUID> session,
        Optional<Resolution> resolution) {
    /**
     * Why an open or waiting task waits.
     *
     * @param waitsFor what keeps the task from starting, as sentences; empty if it is not open or waiting, or is about to start
     * @param ahead how many ready tasks with the same requirements start before it
     * @param earliestStart when it can start at the soonest; empty if it can start now, or if the time is unknown
     * @param agents eligible agents first
     */
    @JsonInclude(Include.NON_ABSENT)
    record Waiting(
            List<String> waitsFor, Optional<Long> ahead, Optional<Instant> earliestStart, List<AgentReadiness> agents) {
        /** The task is not open. */
        static final Waiting NOT = forAnswers(List.of());

        /** The task has no session until its questions are settled. */
        static Waiting forAnswers(List<String> reasons) {
            return new Waiting(reasons, Optional.empty(), Optional.empty(), List.of());
        }
    }

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
