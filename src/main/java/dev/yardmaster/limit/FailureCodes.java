package dev.yardmaster.limit;

import dev.yardmaster.limit.Classification.Meaning;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The meaning of a failure's kind and HTTP status. They decide only if the failure's message is unknown. */
final class FailureCodes {
    private static final Map<Meaning, Set<String>> UNAMBIGUOUS = Map.of(
            Meaning.AUTH,
            Set.of("authentication_failed", "authentication_error", "oauth_org_not_allowed", "unauthorized"),
            Meaning.CREDITS,
            Set.of(
                    "billing_error",
                    "insufficient_quota",
                    "usage_not_included",
                    "workspace_owner_credits_depleted",
                    "workspace_member_credits_depleted"),
            Meaning.QUOTA,
            Set.of(
                    "rate_limit",
                    "rate_limit_exceeded",
                    "usage_limit_exceeded",
                    "usage_limit_reached",
                    "workspace_owner_usage_limit_reached",
                    "workspace_member_usage_limit_reached",
                    "free_usage_limit_error",
                    "go_usage_limit_error"),
            Meaning.CONTEXT,
            Set.of("context_window_exceeded", "context_overflow"));

    /** Kinds of transient failures. If such a failure has an HTTP status, the status decides. */
    private static final Set<String> TRANSIENT = Set.of(
            "overloaded",
            "server_error",
            "server_overloaded",
            "internal_server_error",
            "connection_failed",
            "http_connection_failed",
            "response_stream_connection_failed",
            "response_stream_disconnected",
            "response_too_many_failed_attempts");

    private FailureCodes() {}

    /** Classifies a failure by its codes; empty if they are unknown. */
    static Optional<Classification> classify(Failure failure) {
        return ofKind(failure.kind())
                .or(() ->
                        failure.status().isPresent() ? ofStatus(failure.status().getAsInt()) : Optional.empty())
                .or(() -> TRANSIENT.contains(failure.kind()) ? Optional.of(Meaning.TRANSIENT) : Optional.empty())
                .map(Classification::of);
    }

    private static Optional<Meaning> ofKind(String kind) {
        return UNAMBIGUOUS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(kind))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<Meaning> ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> Optional.of(Meaning.AUTH);
            case 402 -> Optional.of(Meaning.CREDITS);
            case 429 -> Optional.of(Meaning.QUOTA);
            case 408 -> Optional.of(Meaning.TRANSIENT);
            default -> status >= 500 ? Optional.of(Meaning.TRANSIENT) : Optional.empty();
        };
    }
}
