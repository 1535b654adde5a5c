package dev.yardmaster.provider.codex;

import dev.yardmaster.provider.AgentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Codex tries again by itself, and says {@code Reconnecting... 1/5}. It never says how long it will wait before that. */
final class Retries {
    private static final Pattern RECONNECTING = Pattern.compile("Reconnecting\\.\\.\\. (\\d+)/\\d+(?: \\((.*)\\))?");

    private Retries() {}

    /** Whether a message without further fields is only about a new attempt. */
    static boolean isRetry(String message) {
        return RECONNECTING.matcher(message).matches();
    }

    /**
     * One event for each message that is told anew, at least one.
     *
     * @param details why, where the message does not say it in parentheses
     */
    static List<AgentEvent> of(String message, Optional<String> details, OptionalInt status, List<String> discarded) {
        Matcher said = RECONNECTING.matcher(message);
        int attempt = said.matches() ? Integer.parseInt(said.group(1)) : 0;
        String reason = details.orElseGet(() -> attempt > 0 && said.group(2) != null ? said.group(2) : message);
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
