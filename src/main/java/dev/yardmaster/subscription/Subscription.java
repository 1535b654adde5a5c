package dev.yardmaster.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A wish of an agent to be woken.
 *
 * @param agent the id of the agent
 * @param events the names of the events
 * @param plan only events of this plan
 * @param task only events of this task
 * @param once whether it ends with its first event
 * @param until when it ends without an event; the agent gets a message
 */
@JsonInclude(Include.NON_ABSENT)
@RegisterForReflection
public record Subscription(
        UUID id,
        UUID agent,
        List<String> events,
        Optional<UUID> plan,
        Optional<UUID> task,
        boolean once,
        Optional<Instant> until) {
    /** Whether it waits for an event of a task in a state. */
    public boolean waitsFor(String state) {
        return events.contains("task." + state);
    }
}
