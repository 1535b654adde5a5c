package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.AgentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Codex's retry messages: {@code Reconnecting... 1/5}, or {@code Reconnecting... waiting for network} if nothing listens, which Codex
 * does not count (0.169.0). Codex never reports how long it will wait.
 */
final class RetryMessages {
    private static final Pattern RECONNECTING =
            Pattern.compile("Reconnecting\\.\\.\\. (?:(\\d+)/\\d+|[a-z ]+)(?: \\((.*)\\))?");

    private RetryMessages() {}

    /** Whether a message without further fields announces a retry. */
    static boolean isRetry(String message) {
        return RECONNECTING.matcher(message).matches();
    }

    /** Whether the number of retries is limited. */
    static boolean isCounted(String message) {
        Matcher matcher = RECONNECTING.matcher(message);
        return matcher.matches() && matcher.group(1) != null;
    }

    /** The cause, if the message contains it. */
    static Optional<String> reason(String message) {
        Matcher matcher = RECONNECTING.matcher(message);
        return matcher.matches() ? Optional.ofNullable(matcher.group(2)) : Optional.empty();
    }

    /**
     * One event for each message that is sent again, and at least one.
     *
     * @param reason why the previous attempt failed
     */
    static List<AgentEvent> of(String message, String reason, OptionalInt status, List<String> discarded) {
        Matcher matcher = RECONNECTING.matcher(message);
        int attempt = matcher.matches() && matcher.group(1) != null ? Integer.parseInt(matcher.group(1)) : 0;
        return discarded.isEmpty()
                ? List.of(new AgentEvent.Retry(attempt, Duration.ZERO, status, reason, Optional.empty()))
                : discarded.stream()
                        .<AgentEvent>map(
                                id -> new AgentEvent.Retry(attempt, Duration.ZERO, status, reason, Optional.of(id)))
                        .toList();
    }

    /** Discards a message for a reason other than a retry. */
    static AgentEvent of(String reason, Optional<String> discarded) {
        return new AgentEvent.Retry(0, Duration.ZERO, OptionalInt.empty(), reason, discarded);
    }
}
