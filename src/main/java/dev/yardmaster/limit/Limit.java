package dev.yardmaster.limit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A limit of an executable: one row of the ledger.
 *
 * @param model the limited models: a part of their names, or {@link Limits#ANY_MODEL}
 * @param window the name of the limit, such as {@code five_hour}; a later report of the same window replaces this limit
 * @param blockedUntil when the limit ends
 * @param source how the end is known
 * @param confidence the probability that the limit lasts until its end, 0 to 1
 * @param repeats how often in a row a session met the limit again after its end, without an answer in between
 * @param session the session that met the limit; empty if a person reported it
 * @param text the message of the provider, or of the person who reported the limit
 * @param clearedAt when a person cleared the limit, or when a later report replaced it
 */
@JsonInclude(Include.NON_ABSENT)
public record Limit(
        UUID id,
        String executable,
        String provider,
        String model,
        String window,
        Instant blockedUntil,
        LimitSource source,
        double confidence,
        Instant reportedAt,
        int repeats,
        Optional<UUID> session,
        Optional<String> text,
        Optional<Instant> clearedAt) {
    boolean isInForce(Instant now) {
        return clearedAt.isEmpty() && blockedUntil.isAfter(now);
    }
}
