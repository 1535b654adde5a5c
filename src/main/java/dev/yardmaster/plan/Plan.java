package dev.yardmaster.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A named group of tasks.
 *
 * @param tasks the number of its tasks in each state, by the state's name
 * @param progress how far its tasks are
 * @param director the agent that has created it and is woken by its events
 * @param deadline when its time is over
 * @param timeLimit how long after it became active its time is over
 * @param dueAt when its time is over by both of these; empty for never, or for a draft that only has a time limit
 * @param overdue whether its time is over, so that none of its tasks starts
 * @param activatedAt when it became active for the first time
 * @param startedAt when the first session of one of its tasks started
 * @param endedAt when it became completed, failed or cancelled; empty if it is none of these
 */
@JsonInclude(Include.NON_ABSENT)
public record Plan(
        UUID id,
        String name,
        PlanState state,
        Map<String, Long> tasks,
        PlanProgress progress,
        Optional<UUID> director,
        Optional<Instant> deadline,
        Optional<Duration> timeLimit,
        Optional<Instant> dueAt,
        boolean overdue,
        Optional<Instant> activatedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Instant createdAt,
        Instant updatedAt) {
    /** The request that would give the plan its time; patches are applied to it. */
    PlanTimeSpec time() {
        return new PlanTimeSpec(deadline, timeLimit);
    }
}
