package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.terminal.Style;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows how a session has ended, and what to do about it. */
final class SessionEndText {
    private static final int STDERR_LINES = 10;

    /** What to do about each cause of which the reason of the end does not say it. */
    private static final Map<String, String> ADVICE = Map.of(
            "auth",
            "Sign in with the provider's CLI, or correct the API key of the executable.",
            "credits",
            "The account has no credit left. Add credit, or use another account.",
            "context",
            "The conversation is too long for the model. Start a new session, or split the task.",
            "capacity",
            "The provider has no capacity for the model. Try later, or use another model.",
            "transient",
            "The failure is temporary. A task is tried again by itself; start another session again.");

    private final StyledText out;
    private final Clock clock;

    SessionEndText(StyledText out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void add(Event event) {
        JsonNode cause = event.data().path("cause");
        String state = event.text("state");
        String until = Event.time(cause.path("blockedUntil"))
                .filter(_ -> state.equals("limited"))
                .map(it -> " until " + Quantities.countdown(it, clock) + window(cause))
                .orElse("");
        out.line(style(state), "= session " + state + until + ": " + event.text("reason"));
        if (state.equals("failed") || state.equals("lost")) {
            process(event);
        }
        Optional.ofNullable(ADVICE.get(cause.path("signal").asText()))
                .ifPresent(advice -> out.line(Style.YELLOW, "- " + advice));
        if (event.data().path("goesOn").asBoolean()) {
            out.line(Style.YELLOW, "- another session continues the work");
        }
    }

    private void process(Event event) {
        JsonNode data = event.data();
        if (data.has("signal")) {
            out.line(Style.DIM, "- signal " + data.path("signal").asInt() + " ended the CLI");
        } else if (data.has("exitCode")) {
            out.line(
                    Style.DIM,
                    "- the CLI ended with exit code " + data.path("exitCode").asInt());
        }
        List<String> stderr = event.text("stderr").strip().lines().toList();
        stderr.subList(Math.max(0, stderr.size() - STDERR_LINES), stderr.size())
                .forEach(line -> out.line(Style.DIM, "    " + line));
    }

    private static String window(JsonNode cause) {
        return cause.path("window").isTextual() ? " (" + cause.path("window").asText() + ")" : "";
    }

    private static Style style(String state) {
        return switch (state) {
            case "completed" -> Style.GREEN;
            case "failed", "lost" -> Style.RED;
            default -> Style.YELLOW;
        };
    }
}
