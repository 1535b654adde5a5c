package dev.yardmaster.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.trigger.TriggerSpec.TriggerMessage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What starts work at times or on events.
 *
 * @param cron the times at which it runs
 * @param timeZone the time zone of the times
 * @param events the events on which it runs
 * @param webhook whether it runs on requests from outside
 * @param project only events of this project
 * @param task the task that a run creates
 * @param message the message that a run sends
 * @param nextAt the next time at which it runs, also while it is disabled
 */
@JsonInclude(Include.NON_ABSENT)
@RegisterForReflection
record Trigger(
        UUID id,
        String name,
        boolean enabled,
        Optional<String> cron,
        Optional<String> timeZone,
        Optional<List<String>> events,
        boolean webhook,
        Optional<UUID> project,
        Optional<ObjectNode> task,
        Optional<TriggerMessage> message,
        Optional<Instant> nextAt,
        Instant createdAt,
        Instant updatedAt) {
    /** The request that would create the trigger as it is now; patches are applied to it. */
    TriggerSpec spec() {
        return new TriggerSpec(
                name,
                Optional.of(enabled),
                cron,
                timeZone,
                events,
                Optional.of(webhook),
                project.map(UUID::toString),
                task,
                message);
    }

    /** When it runs by time. */
    Optional<Schedule> schedule() {
        return spec().schedule();
    }
}
