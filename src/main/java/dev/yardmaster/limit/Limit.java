package dev.yardmaster.limit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the ledger: what is limited, until when, and who says so.
 *
 * @param model the models that it is for: a piece of their names, or {@link Limits#ANY_MODEL}
 * @param window which limit it is, such as {@code five_hour}; a later report of the same window takes its place
 * @param source how the end is known
 * @param confidence how sure it is, 0 to 1
 * @param repeats how often in a row it was met again after its end, with no answer in between
 * @param session the session that met it
 * @param text what the provider said, or the person who reported it
 * @param clearedAt when it was cleared by hand, or a later report took its place
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
