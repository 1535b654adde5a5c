package dev.yardmaster.trigger;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A run of a trigger.
 *
 * @param cause why it runs: {@code time}, {@code event}, {@code webhook} or {@code hand}
 * @param data the event or the request from outside that is the cause
 * @param dueAt the time for which it was due
 * @param state {@code waiting} for the run before, {@code started}, {@code skipped} or {@code failed}
 * @param reason why it was skipped or has failed
 * @param task the task that it has created
 * @param taskState the state of this task; empty if it was deleted
 * @param message the message that it has sent
 */
@JsonInclude(Include.NON_ABSENT)
@RegisterForReflection
record TriggerRun(
        UUID id,
        UUID trigger,
        String cause,
        JsonNode data,
        Instant dueAt,
        String state,
        Optional<String> reason,
        Optional<UUID> task,
        Optional<String> taskState,
        Optional<UUID> message,
        Instant createdAt,
        Optional<Instant> startedAt) {}
