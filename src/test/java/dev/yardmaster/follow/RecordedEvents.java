package dev.yardmaster.follow;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.Message;
import dev.yardmaster.provider.AgentEvent.MessageDelta;
import dev.yardmaster.provider.AgentEvent.ToolCall;
import dev.yardmaster.provider.AgentEvent.ToolResult;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.Gap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;

/** Events as the service sends them. */
final class RecordedEvents {
    static final UUID SESSION = UUID.fromString("01990000-0000-7000-8000-000000000001");
    static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final FrameEncoder encoder;
    private long seq;

    RecordedEvents() {
        this(SESSION);
    }

    RecordedEvents(UUID session) {
        encoder = new FrameEncoder(session);
    }

    /** The recorded events of sessions on a provider, in the resource {@code /streams/<name>.jsonl}. */
    static List<String> recorded(String name) {
        return resource(name + ".jsonl").lines().toList();
    }

    static String resource(String name) {
        try (InputStream in = RecordedEvents.class.getResourceAsStream("/streams/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String event(AgentEvent event) {
        return encoded(out -> encoder.encode(out, ++seq, AT.toEpochMilli(), event));
    }

    String end(SessionEnd end) {
        return encoded(out -> encoder.encode(out, ++seq, AT.toEpochMilli(), end));
    }

    String gap(Gap gap) {
        return encoded(out -> encoder.encode(out, ++seq, AT.toEpochMilli(), gap));
    }

    private static String encoded(Consumer<ByteSink> encoding) {
        var out = new ByteSink(100);
        encoding.accept(out);
        String frame = new String(out.slice().toArray(), StandardCharsets.UTF_8);
        return frame.substring(frame.indexOf("data: ") + 6).strip();
    }

    /** JSON in which apostrophes stand for quotation marks. */
    static JsonSlice json(String text) {
        return JsonSlice.raw(text.replace('\'', '"'));
    }

    static JsonSlice text(String text) {
        return JsonSlice.ofString(text);
    }

    static AgentEvent delta(String id, String text) {
        return new MessageDelta(id, Content.TEXT, text(text));
    }

    static AgentEvent message(String id, String text) {
        return new Message(id, text(text));
    }

    static AgentEvent call(String id, String name, String input) {
        return new ToolCall(id, name, json(input));
    }

    static AgentEvent result(String id, String output, boolean error) {
        return new ToolResult(id, json(output), error);
    }
}
