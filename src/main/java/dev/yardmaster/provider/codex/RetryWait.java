package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What Codex waits for before it tries again. For a network that is gone it waits for ever, and after a refusal as long as the API says,
 * be it hours; it says neither for how long, nor anything else meanwhile (0.169.0). So when it is silent for long, that is far away. Not
 * thread-safe.
 */
final class RetryWait {
    private Optional<Failure> reason = Optional.empty();

    /**
     * Codex says that it will try again.
     *
     * @param why in its words
     * @param status of the API's refusal
     */
    void begin(String message, String why, OptionalInt status) {
        // Another broken stream it tries again within seconds, and a few times only.
        boolean canBeLong = !Retries.isCounted(message) || status.isPresent();
        reason = canBeLong ? Optional.of(Failures.ofWait(why, status)) : Optional.empty();
    }

    /** It goes on. */
    void end() {
        reason = Optional.empty();
    }

    /** What it has waited for too long, once. */
    Optional<Failure> giveUp() {
        Optional<Failure> given = reason;
        reason = Optional.empty();
        return given;
    }
}
