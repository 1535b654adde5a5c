package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.AgentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Codex tries again by itself, and says {@code Reconnecting... 1/5}, or {@code Reconnecting... waiting for network} where nothing listens,
 * which it does not count (0.169.0). It never says how long it will wait before that.
 */
final class Retries {
    private static final Pattern RECONNECTING =
            Pattern.compile("Reconnecting\\.\\.\\. (?:(\\d+)/\\d+|[a-z ]+)(?: \\((.*)\\))?");

    private Retries() {}

    /** Whether a message without further fields is only about a new attempt. */
    static boolean isRetry(String message) {
        return RECONNECTING.matcher(message).matches();
    }

    /** Whether it is one of a few attempts, and not one of any number. */
    static boolean isCounted(String message) {
        Matcher said = RECONNECTING.matcher(message);
        return said.matches() && said.group(1) != null;
    }

    /** Why it tries again, where the message says it itself. */
    static Optional<String> reason(String message) {
        Matcher said = RECONNECTING.matcher(message);
        return said.matches() ? Optional.ofNullable(said.group(2)) : Optional.empty();
    }

    /**
     * One event for each message that is told anew, at least one.
     *
     * @param reason why the attempt before it has failed
     */
    static List<AgentEvent> of(String message, String reason, OptionalInt status, List<String> discarded) {
        Matcher said = RECONNECTING.matcher(message);
        int attempt = said.matches() && said.group(1) != null ? Integer.parseInt(said.group(1)) : 0;
        return discarded.isEmpty()
                ? List.of(new AgentEvent.Retry(attempt, Duration.ZERO, status, reason, Optional.empty()))
                : discarded.stream()
                        .<AgentEvent>map(
                                id -> new AgentEvent.Retry(attempt, Duration.ZERO, status, reason, Optional.of(id)))
                        .toList();
    }

    /** A message is void for a reason of the conversation's own. */
    static AgentEvent of(String reason, Optional<String> discarded) {
        return new AgentEvent.Retry(0, Duration.ZERO, OptionalInt.empty(), reason, discarded);
    }
}
