package dev.yardmaster.session.frame;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.session.end.SessionEnd;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Writes events as SSE frames: {@code id: <seq>}, {@code event: <type>} and {@code data:} with the event's JSON on one line. Not
 * thread-safe: each session has its own encoder.
 */
public final class FrameEncoder {
    private final byte[] session;
    private long cachedMillis = Long.MIN_VALUE;
    private byte[] cachedAt = new byte[0];

    public FrameEncoder(UUID session) {
        this.session = ("\",\"session\":\"" + session + "\",\"type\":\"").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Writes an agent's event.
     *
     * @param atMillis the time of the event in milliseconds since the epoch
     */
    public void encode(ByteSink out, long seq, long atMillis, AgentEvent event) {
        begin(out, seq, atMillis, type(event));
        data(JsonObjectWriter.begin(out), event);
        end(out);
    }

    /** Writes the last event of a session. */
    public void encode(ByteSink out, long seq, long atMillis, SessionEnd end) {
        begin(out, seq, atMillis, "session.ended");
        var json =
                JsonObjectWriter.begin(out).field("state", end.state().value()).field("reason", end.reason());
        end.exit().ifPresent(exit -> {
            json.field("exitCode", exit.code());
            exit.signal().ifPresent(signal -> json.field("signal", signal));
            json.field("stderr", exit.stderr());
        });
        if (!end.cause().equals(SessionEnd.Cause.NONE)) {
            json.field("cause", CauseJson.write(end.cause()));
        }
        if (end.goesOn()) {
            json.field("goesOn", true);
        }
        json.end();
        end(out);
    }

    /** Writes the event that announces missing events. */
    public void encode(ByteSink out, long seq, long atMillis, Gap gap) {
        begin(out, seq, atMillis, "gap");
        JsonObjectWriter.begin(out)
                .field("from", gap.from())
                .field("to", gap.to())
                .field("reason", gap.reason())
                .end();
        end(out);
    }

    private void begin(ByteSink out, long seq, long atMillis, String type) {
        out.ascii("id: ").decimal(seq);
        out.ascii("\nevent: ").ascii(type);
        out.ascii("\ndata: {\"seq\":").decimal(seq);
        out.ascii(",\"at\":\"").put(at(atMillis)).put(session).ascii(type).ascii("\",\"data\":");
    }

    private static void end(ByteSink out) {
        out.ascii("}\n\n");
    }

    private byte[] at(long millis) {
        if (millis != cachedMillis) {
            String text =
                    Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.MILLIS).toString();
            cachedAt = text.getBytes(StandardCharsets.US_ASCII);
            cachedMillis = millis;
        }
        return cachedAt;
    }

    private static String type(AgentEvent event) {
        return switch (event) {
            case AgentEvent.SessionStarted _ -> "session.started";
            case AgentEvent.UserMessage _ -> "user.message";
            case AgentEvent.TurnStarted _ -> "turn.started";
            case AgentEvent.BackgroundTasks _ -> "background.tasks";
            case AgentEvent.MessageDelta _ -> "message.delta";
            case AgentEvent.Message _ -> "message";
            case AgentEvent.Reasoning _ -> "reasoning";
            case AgentEvent.ToolCall _ -> "tool.call";
            case AgentEvent.ToolResult _ -> "tool.result";
            case AgentEvent.Usage _ -> "usage";
            case AgentEvent.Limit _ -> "limit";
            case AgentEvent.Retry _ -> "retry";
            case AgentEvent.Failure _ -> "error";
            case AgentEvent.TurnEnded _ -> "turn.ended";
            case AgentEvent.ApprovalRequested _ -> "approval.requested";
            case AgentEvent.ApprovalDecided _ -> "approval.decided";
            case AgentEvent.ProviderRaw _ -> "provider.raw";
        };
    }

    private static void data(JsonObjectWriter json, AgentEvent event) {
        switch (event) {
            case AgentEvent.SessionStarted e -> {
                json.field("providerSession", e.providerSession());
                e.model().ifPresent(model -> json.field("model", model));
                json.field("details", e.details());
            }
            case AgentEvent.UserMessage e -> json.field("text", e.text());
            case AgentEvent.TurnStarted _ -> {}
            case AgentEvent.BackgroundTasks e ->
                json.field("running", e.running()).field("tasks", e.tasks());
            case AgentEvent.MessageDelta e ->
                json.field("message", e.message())
                        .field("content", e.content() == Content.TEXT ? "text" : "reasoning")
                        .field("text", e.text());
            case AgentEvent.Message e -> json.field("message", e.message()).field("text", e.text());
            case AgentEvent.Reasoning e -> json.field("message", e.message()).field("text", e.text());
            case AgentEvent.ToolCall e ->
                json.field("call", e.call()).field("name", e.name()).field("input", e.input());
            case AgentEvent.ToolResult e ->
                json.field("call", e.call()).field("output", e.output()).field("error", e.error());
            case AgentEvent.Usage e -> usage(json, e);
            case AgentEvent.Limit e -> {
                json.field("blocked", e.blocked());
                e.window().ifPresent(window -> json.field("window", window));
                e.resetsAt().ifPresent(at -> json.field("resetsAt", at.toString()));
                json.field("details", e.details());
            }
            case AgentEvent.Retry e -> {
                json.field("attempt", e.attempt()).field("delay", e.delay().toString());
                e.status().ifPresent(status -> json.field("status", status));
                json.field("reason", e.reason());
                e.discarded().ifPresent(message -> json.field("discarded", message));
            }
            case AgentEvent.Failure e -> {
                json.field("kind", e.kind()).field("message", e.message());
                e.status().ifPresent(status -> json.field("status", status));
                json.field("fatal", e.fatal());
            }
            case AgentEvent.TurnEnded e ->
                json.field("outcome", e.outcome().name().toLowerCase(Locale.ROOT))
                        .field("result", e.result());
            case AgentEvent.ApprovalRequested e -> {
                use(json.field("approval", e.approval()).field("call", e.call()), e.use());
                e.reason().ifPresent(reason -> json.field("reason", reason));
                json.field("expiresAt", e.expiresAt().toString());
            }
            case AgentEvent.ApprovalDecided e -> {
                use(json.field("approval", e.approval()).field("state", e.state()), e.use());
                e.by().ifPresent(by -> json.field("by", by));
                e.message().ifPresent(message -> json.field("message", message));
            }
            case AgentEvent.ProviderRaw e -> json.field("line", e.line());
        }
        json.end();
    }

    private static void use(JsonObjectWriter json, ToolUse use) {
        json.field("tool", use.tool());
        use.command().ifPresent(command -> json.field("command", command));
        if (!use.paths().isEmpty()) {
            json.field(
                    "paths",
                    use.paths().stream()
                            .map(path -> JsonSlice.ofString(path).toString())
                            .collect(Collectors.collectingAndThen(Collectors.joining(",", "[", "]"), JsonSlice::raw)));
        }
    }

    private static void usage(JsonObjectWriter json, AgentEvent.Usage usage) {
        json.field("inputTokens", usage.inputTokens())
                .field("outputTokens", usage.outputTokens())
                .field("cacheReadTokens", usage.cacheReadTokens())
                .field("cacheWriteTokens", usage.cacheWriteTokens());
        usage.costUsd().ifPresent(cost -> json.field("costUsd", JsonSlice.raw(Double.toString(cost))));
    }
}
