package dev.yardmaster.session.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.session.Session;
import dev.yardmaster.session.handoff.HandOffText;
import java.util.Optional;

/**
 * A transcript for people. Messages are quotations, because a quotation ends whatever is open in it, such as a fence. What a tool gets and
 * returns is in a fenced block.
 */
final class Markdown implements Transcript {
    private final Session session;
    private final HandOffText text;

    Markdown(Session session, Redactor redactor) {
        this.session = session;
        this.text = new HandOffText(redactor);
    }

    @Override
    public String head() {
        return "# Session " + session.id() + "\n\n"
                + item("Agent", Optional.of(session.agentName()))
                + item("Task", session.task())
                + item("Provider", Optional.of(session.provider()))
                + item("Executable", Optional.of(session.executable()))
                + item("Model", session.model())
                + item("Started", Optional.of(session.startedAt()))
                + item("Ended", session.endedAt())
                + item("Events deleted", session.logDeletedAt());
    }

    @Override
    public String text(JsonNode event) {
        JsonNode data = event.path("data");
        return switch (event.path("type").asText()) {
            case "user.message" -> section("User", event) + quote(data.path("text"));
            case "message" -> section("Agent", event) + quote(data.path("text"));
            case "reasoning" -> section("Reasoning", event) + quote(data.path("text"));
            case "tool.call" -> section("Tool call " + code(data.path("name")), event) + block(data.path("input"));
            case "tool.result" ->
                section(data.path("error").asBoolean() ? "Tool error" : "Tool result", event)
                        + block(data.path("output"));
            case "error" -> section("Error " + code(data.path("kind")), event) + quote(data.path("message"));
            case "retry" -> section("Retry", event) + quote(data.path("reason"));
            case "limit" ->
                data.path("blocked").asBoolean()
                        ? section("Limit", event)
                                + item("Window", text(data, "window"))
                                + item("Until", text(data, "resetsAt"))
                        : "";
            case "gap" ->
                section(
                                "Missing events " + data.path("from").asLong() + " to "
                                        + data.path("to").asLong(),
                                event)
                        + quote(data.path("reason"));
            case "session.ended" -> section("End: " + data.path("state").asText(), event) + quote(data.path("reason"));
            // The other events are not for people.
            default -> "";
        };
    }

    private static String section(String title, JsonNode event) {
        return "\n## " + title + "\n\n" + "*" + event.path("at").asText() + "*\n\n";
    }

    private String item(String name, Optional<?> value) {
        return value.map(it -> "- " + name + ": " + Fences.inline(text.line(it.toString(), 500)) + "\n")
                .orElse("");
    }

    private static Optional<String> text(JsonNode data, String field) {
        return Optional.ofNullable(data.path(field).textValue());
    }

    private String code(JsonNode name) {
        return Fences.inline(text.line(name.asText(), 200));
    }

    private String quote(JsonNode content) {
        return HandOffText.quote(text.clean(content.asText()));
    }

    private String block(JsonNode value) {
        return value.isTextual()
                ? Fences.block("text", text.clean(value.textValue()))
                : Fences.block("json", text.redacted(value).toPrettyString());
    }
}
