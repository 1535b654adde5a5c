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
 * Why a task is where it is.
 *
 * @param waitsFor what keeps it from being started, as sentences; nothing when it is not open, or is about to be started
 * @param ahead how many ready tasks with the same demands come before it
 * @param agents those that may have it, then the others
 * @param session the session that runs it, or ran it last
 * @param resolution what that session runs on, and why
 */
@JsonInclude(Include.NON_ABSENT)
record TaskExplanation(
        UUID task,
        TaskState state,
        List<String> waitsFor,
        Optional<Long> ahead,
        List<AgentAnswer> agents,
        Optional<UUID> session,
        Optional<Resolution> resolution) {
    /**
     * What an agent could do for a task now.
     *
     * @param ready whether it could start a session for it at once
     * @param reason why not
     * @param candidates what the session could run on, and why each is out or chosen
     */
    @JsonInclude(Include.NON_ABSENT)
    record AgentAnswer(String agent, boolean ready, Optional<String> reason, List<Hop> candidates) {}
}
