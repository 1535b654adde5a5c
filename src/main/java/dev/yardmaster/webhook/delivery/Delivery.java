package dev.yardmaster.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A notification for one webhook, and what became of it.
 *
 * @param event such as {@code task.done}
 * @param subject what the event is about; deliveries about one subject are sent in their order
 * @param attempts the number of attempts
 * @param status the HTTP status of the last attempt, if there was a response
 * @param error why the last attempt has failed, as a sentence
 * @param nextAttemptAt when the next attempt is due, while it is pending
 * @param endedAt when it was delivered or given up
 */
@JsonInclude(Include.NON_ABSENT)
record Delivery(
        UUID id,
        String event,
        String subject,
        DeliveryState state,
        int attempts,
        Optional<Integer> status,
        Optional<String> error,
        Instant occurredAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> endedAt) {}
