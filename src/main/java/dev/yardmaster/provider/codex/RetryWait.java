package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.AgentEvent.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Remembers that Codex is waiting before a retry. If the network is down, Codex waits forever; after a refusal it waits as long as the API
 * requests, which can be hours. It reports no duration and sends nothing while it waits (0.169.0). So a long silence means that the end of
 * the wait is far away. Not thread-safe.
 */
final class RetryWait {
    private final Duration longest;
    private Optional<Failure> failure = Optional.empty();

    /** @param longest how long Codex may be silent before a retry */
    RetryWait(Duration longest) {
        this.longest = longest;
    }

    /**
     * Codex has announced a retry.
     *
     * @param reason in Codex's words
     * @param status the HTTP status of the API's refusal
     */
    void begin(String message, String reason, OptionalInt status) {
        // Codex retries other broken streams within seconds and only a few times.
        boolean canBeLong = !RetryMessages.isCounted(message) || status.isPresent();
        failure = canBeLong ? Optional.of(CodexFailures.ofLongWait(reason, status)) : Optional.empty();
    }

    /** Codex continues. */
    void end() {
        failure = Optional.empty();
    }

    /** The failure for a wait that took too long; empty if Codex is not waiting, or not for too long. Returned once. */
    Optional<Failure> giveUpAfter(Duration silence) {
        if (silence.compareTo(longest) < 0) {
            return Optional.empty();
        }
        Optional<Failure> given = failure;
        failure = Optional.empty();
        return given;
    }
}
