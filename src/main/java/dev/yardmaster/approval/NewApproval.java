package dev.yardmaster.approval;

import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.session.run.SessionLaunch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An approval that is to be stored.
 *
 * @param state {@code pending} unless a rule has decided
 * @param reason why the agent has to ask
 */
record NewApproval(
        UUID id,
        SessionLaunch launch,
        ApprovalSignal.Requested request,
        String directory,
        ApprovalState state,
        Optional<String> rule,
        Optional<String> reason,
        Optional<String> message,
        Instant at,
        Duration timeout) {
    Instant expiresAt() {
        return at.plus(timeout);
    }
}
