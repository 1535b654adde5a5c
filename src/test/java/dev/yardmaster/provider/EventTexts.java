package dev.yardmaster.provider;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Formats events as short texts that tests can compare. Events must be formatted at once, because their bytes are reused. */
public final class EventTexts {
    private EventTexts() {}

    public static List<String> all(List<AgentEvent> events) {
        return events.stream().map(EventTexts::one).toList();
    }

    public static String one(AgentEvent event) {
        return switch (event) {
            case AgentEvent.SessionStarted e ->
                "started " + e.providerSession() + " " + e.model().orElse("-");
            case AgentEvent.UserMessage e -> "user " + e.text();
            case AgentEvent.TurnStarted _ -> "turn started";
            case AgentEvent.BackgroundTasks e -> "background " + e.running();
            case AgentEvent.MessageDelta e ->
                "delta " + e.message() + (e.content() == AgentEvent.Content.TEXT ? " " : " reasoning ") + e.text();
            case AgentEvent.Message e -> "message " + e.message() + " " + e.text();
            case AgentEvent.Reasoning e -> "reasoning " + e.message() + " " + e.text();
            case AgentEvent.ToolCall e -> "call " + e.call() + " " + e.name() + " " + e.input();
            case AgentEvent.ToolResult e -> "result " + e.call() + (e.error() ? " error " : " ") + e.output();
            case AgentEvent.Usage e -> usage(e);
            case AgentEvent.Limit e ->
                "limit " + (e.blocked() ? "blocked " : "free ") + e.window().orElse("-") + " "
                        + e.resetsAt().map(String::valueOf).orElse("-");
            case AgentEvent.Retry e ->
                "retry " + e.attempt() + " " + e.delay().toMillis() + "ms " + number(e.status()) + " " + e.reason()
                        + " " + e.discarded().orElse("-");
            case AgentEvent.Failure e ->
                (e.fatal() ? "failure " : "warning ") + e.kind() + " " + number(e.status()) + " " + e.message();
            case AgentEvent.TurnEnded e -> "ended " + e.outcome() + " " + e.result();
            case AgentEvent.ApprovalRequested e ->
                "approval " + e.approval() + " " + e.use().tool();
            case AgentEvent.ApprovalDecided e -> "approval " + e.approval() + " " + e.state();
            case AgentEvent.ProviderRaw e -> "raw " + e.line();
        };
    }

    private static String usage(AgentEvent.Usage e) {
        Optional<Double> cost =
                e.costUsd().isPresent() ? Optional.of(e.costUsd().getAsDouble()) : Optional.empty();
        return "usage in=" + e.inputTokens() + " out=" + e.outputTokens() + " read=" + e.cacheReadTokens() + " write="
                + e.cacheWriteTokens() + " usd=" + cost.map(String::valueOf).orElse("-");
    }

    private static String number(OptionalInt value) {
        return value.isPresent() ? String.valueOf(value.getAsInt()) : "-";
    }
}
