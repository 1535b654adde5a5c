package dev.yardmaster.selection;

import dev.yardmaster.provider.resolution.Resolution.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a session cannot run on an executable now.
 *
 * @param outcome the kind of the reason; never {@link Outcome#CHOSEN}
 * @param reason a sentence for people
 * @param until when the reason is over; empty if that is unknown
 */
public record Exclusion(Outcome outcome, String reason, Optional<Instant> until) {
    /** An exclusion whose end is unknown. */
    public Exclusion(Outcome outcome, String reason) {
        this(outcome, reason, Optional.empty());
    }
}
