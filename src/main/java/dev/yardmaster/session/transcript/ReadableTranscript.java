package dev.yardmaster.session.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.session.Session;
import dev.yardmaster.session.handoff.HandOffText;
import java.util.Optional;

/** A transcript for people: what it contains. The subclasses decide how it looks. */
abstract sealed class ReadableTranscript implements Transcript permits Markdown, Html {
    private static final int LONGEST_ITEM = 500;
    private static final int LONGEST_NAME = 200;

    private final Session session;
    private final HandOffText text;

    ReadableTranscript(Session session, Redactor redactor) {
        this.session = session;
        this.text = new HandOffText(redactor);
    }

    /** The start of the document. */
    abstract String title(String title);

    /** The head of a section. @param code a name behind the title, in one line; empty for none */
    abstract String section(String title, String code, String at);

    /** A line with the name of a value. */
    abstract String item(String name, String value);

    /** A message. */
    abstract String quote(String clean);

    /** What a tool gets or returns. @param language the language of the content */
    abstract String block(String language, String content);

    @Override
    public String head() {
        return title("Session " + session.id())
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
            case "user.message" -> section("User", "", event) + quote(data.path("text"));
            case "message" -> section("Agent", "", event) + quote(data.path("text"));
            case "reasoning" -> section("Reasoning", "", event) + quote(data.path("text"));
            case "tool.call" -> section("Tool call", data.path("name").asText(), event) + block(data.path("input"));
            case "tool.result" ->
                section(data.path("error").asBoolean() ? "Tool error" : "Tool result", "", event)
                        + block(data.path("output"));
            case "approval.requested" ->
                section("Asks to use", data.path("tool").asText(), event) + block(used(data));
            case "approval.decided" ->
                section(
                                "Approval: " + data.path("state").asText(),
                                data.path("tool").asText(),
                                event)
                        + item("By", text(data, "by"))
                        + block(used(data));
            case "error" -> section("Error", data.path("kind").asText(), event) + quote(data.path("message"));
            case "retry" -> section("Retry", "", event) + quote(data.path("reason"));
            case "limit" ->
                data.path("blocked").asBoolean()
                        ? section("Limit", "", event)
                                + item("Window", text(data, "window"))
                                + item("Until", text(data, "resetsAt"))
                        : "";
            case "gap" ->
                section(
                                "Missing events " + data.path("from").asLong() + " to "
                                        + data.path("to").asLong(),
                                "",
                                event)
                        + quote(data.path("reason"));
            case "session.ended" ->
                section("End: " + data.path("state").asText(), "", event) + quote(data.path("reason"));
            // The other events are not for people.
            default -> "";
        };
    }

    private String section(String title, String name, JsonNode event) {
        return section(title, text.line(name, LONGEST_NAME), event.path("at").asText());
    }

    private String item(String name, Optional<?> value) {
        return value.map(it -> item(name, text.line(it.toString(), LONGEST_ITEM)))
                .orElse("");
    }

    /** The command for the shell, or the files. */
    private static JsonNode used(JsonNode data) {
        return data.has("command") ? data.path("command") : data.path("paths");
    }

    private static Optional<String> text(JsonNode data, String field) {
        return Optional.ofNullable(data.path(field).textValue());
    }

    private String quote(JsonNode content) {
        return quote(text.clean(content.asText()));
    }

    private String block(JsonNode value) {
        return value.isTextual()
                ? block("text", text.clean(value.textValue()))
                : block("json", text.redacted(value).toPrettyString());
    }
}
