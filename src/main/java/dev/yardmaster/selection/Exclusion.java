package dev.yardmaster.selection;

import dev.yardmaster.provider.resolution.Resolution.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a session can't run on an executable now.
 *
 * @param reason a sentence for people
 * @param until when that is over, if it is known
 */
public record Exclusion(Outcome outcome, String reason, Optional<Instant> until) {
    public Exclusion(Outcome outcome, String reason) {
        this(outcome, reason, Optional.empty());
    }
}
