package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameEncoderTest {
    private static final UUID SESSION = UUID.fromString("01890000-0000-7000-8000-00000000000a");
    private static final long AT = Instant.parse("2026-07-01T10:00:00.120Z").toEpochMilli();
    private static final JsonSlice TEXT = JsonSlice.ofString("line\n\nline \"🚂\"");
    private static final String TEXT_JSON = "\"line\\n\\nline \\\"🚂\\\"\"";

    private final ByteSink out = new ByteSink(1);
    private final FrameEncoder encoder = new FrameEncoder(SESSION);

    static Stream<Arguments> events() {
        return Stream.of(
                arguments(
                        "session.started",
                        new AgentEvent.SessionStarted("p\n1", Optional.of("m"), JsonSlice.raw("{\"tools\":[]}")),
                        "{\"providerSession\":\"p\\n1\",\"model\":\"m\",\"details\":{\"tools\":[]}}"),
                arguments(
                        "session.started",
                        new AgentEvent.SessionStarted("p", Optional.empty(), JsonSlice.nullValue()),
                        "{\"providerSession\":\"p\",\"details\":null}"),
                arguments("user.message", new AgentEvent.UserMessage("a\r\nb\n\nc"), "{\"text\":\"a\\r\\nb\\n\\nc\"}"),
                arguments("turn.started", new AgentEvent.TurnStarted(), "{}"),
                arguments(
                        "background.tasks",
                        new AgentEvent.BackgroundTasks(1, JsonSlice.raw("[{\"task_id\":\"b1\"}]")),
                        "{\"running\":1,\"tasks\":[{\"task_id\":\"b1\"}]}"),
                arguments(
                        "message.delta",
                        new AgentEvent.MessageDelta("m1", Content.TEXT, TEXT),
                        "{\"message\":\"m1\",\"content\":\"text\",\"text\":" + TEXT_JSON + "}"),
                arguments(
                        "message.delta",
                        new AgentEvent.MessageDelta("m1", Content.REASONING, TEXT),
                        "{\"message\":\"m1\",\"content\":\"reasoning\",\"text\":" + TEXT_JSON + "}"),
                arguments(
                        "message",
                        new AgentEvent.Message("m1", TEXT),
                        "{\"message\":\"m1\",\"text\":" + TEXT_JSON + "}"),
                arguments(
                        "reasoning",
                        new AgentEvent.Reasoning("m1", TEXT),
                        "{\"message\":\"m1\",\"text\":" + TEXT_JSON + "}"),
                arguments(
                        "tool.call",
                        new AgentEvent.ToolCall("c1", "Bash", JsonSlice.raw("{\"command\":\"ls\"}")),
                        "{\"call\":\"c1\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}"),
                arguments(
                        "tool.result",
                        new AgentEvent.ToolResult("c1", JsonSlice.raw("[1]"), true),
                        "{\"call\":\"c1\",\"output\":[1],\"error\":true}"),
                arguments(
                        "usage",
                        new AgentEvent.Usage(1, 2, 3, 4, OptionalDouble.of(0.25)),
                        "{\"inputTokens\":1,\"outputTokens\":2,\"cacheReadTokens\":3,\"cacheWriteTokens\":4,\"costUsd\":0.25}"),
                arguments(
                        "usage",
                        new AgentEvent.Usage(1, 2, 3, 4, OptionalDouble.empty()),
                        "{\"inputTokens\":1,\"outputTokens\":2,\"cacheReadTokens\":3,\"cacheWriteTokens\":4}"),
                arguments(
                        "limit",
                        new AgentEvent.Limit(
                                true,
                                Optional.of("five_hour"),
                                Optional.of(Instant.parse("2026-07-01T12:00:00Z")),
                                JsonSlice.raw("{}")),
                        "{\"blocked\":true,\"window\":\"five_hour\",\"resetsAt\":\"2026-07-01T12:00:00Z\",\"details\":{}}"),
                arguments(
                        "limit",
                        new AgentEvent.Limit(false, Optional.empty(), Optional.empty(), JsonSlice.nullValue()),
                        "{\"blocked\":false,\"details\":null}"),
                arguments(
                        "approval.requested",
                        new AgentEvent.ApprovalRequested(
                                "a1",
                                "c1",
                                ToolUse.command("make", JsonSlice.raw("{}")),
                                Optional.of("A rule."),
                                Instant.parse("2026-07-01T12:00:00Z")),
                        "{\"approval\":\"a1\",\"call\":\"c1\",\"tool\":\"shell\",\"command\":\"make\",\"reason\":\"A rule.\",\"expiresAt\":\"2026-07-01T12:00:00Z\"}"),
                arguments(
                        "approval.decided",
                        new AgentEvent.ApprovalDecided(
                                "a1",
                                "denied",
                                ToolUse.edit(List.of("a", "b"), JsonSlice.raw("{}")),
                                Optional.of("ann"),
                                Optional.of("No.")),
                        "{\"approval\":\"a1\",\"state\":\"denied\",\"tool\":\"edit\",\"paths\":[\"a\",\"b\"],\"by\":\"ann\",\"message\":\"No.\"}"),
                arguments(
                        "retry",
                        new AgentEvent.Retry(
                                2, Duration.ofMillis(1500), OptionalInt.of(529), "overloaded", Optional.of("m1")),
                        "{\"attempt\":2,\"delay\":\"PT1.5S\",\"status\":529,\"reason\":\"overloaded\",\"discarded\":\"m1\"}"),
                arguments(
                        "retry",
                        new AgentEvent.Retry(0, Duration.ZERO, OptionalInt.empty(), "", Optional.empty()),
                        "{\"attempt\":0,\"delay\":\"PT0S\",\"reason\":\"\"}"),
                arguments(
                        "error",
                        new AgentEvent.Failure("api_error", "no \"way\"", OptionalInt.of(500)),
                        "{\"kind\":\"api_error\",\"message\":\"no \\\"way\\\"\",\"status\":500,\"fatal\":true}"),
                arguments(
                        "error",
                        new AgentEvent.Failure("api_error", "no", OptionalInt.empty()),
                        "{\"kind\":\"api_error\",\"message\":\"no\",\"fatal\":true}"),
                arguments(
                        "turn.ended",
                        new AgentEvent.TurnEnded(Outcome.INTERRUPTED, JsonSlice.nullValue()),
                        "{\"outcome\":\"interrupted\",\"result\":null}"),
                arguments(
                        "provider.raw",
                        new AgentEvent.ProviderRaw(JsonSlice.raw("{\"type\":\"new\"}")),
                        "{\"line\":{\"type\":\"new\"}}"));
    }

    @ParameterizedTest
    @MethodSource("events")
    void shouldWriteAnEventAsOneFrame(String type, AgentEvent event, String data) {
        // When
        encoder.encode(out, 17, AT, event);

        // Then
        assertThat(written()).isEqualTo(frame(17, type, data));
        assertThat(json().getJsonObject("data")).isEqualTo(new JsonObject(data));
    }

    @Test
    void shouldCoverEveryKindOfEvent() {
        // When
        var covered = events().map(it -> it.get()[1].getClass()).collect(Collectors.toSet());

        // Then
        assertThat(covered)
                .isEqualTo(
                        Arrays.stream(AgentEvent.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    @Test
    void shouldWriteJsonFromTheMiddleOfItsBuffer() {
        // Given
        byte[] line = "xx{\"a\":1}yy".getBytes(StandardCharsets.US_ASCII);

        // When
        encoder.encode(out, 1, AT, new AgentEvent.ProviderRaw(new JsonSlice(line, 2, 7)));

        // Then
        assertThat(json().getJsonObject("data")).isEqualTo(new JsonObject("{\"line\":{\"a\":1}}"));
    }

    @Test
    void shouldWriteTheEndWithTheExitOfTheChild() {
        // Given
        var exit = new ProcessExit(143, Optional.of(15), "oh\nno");
        var end = new SessionEnd(
                SessionState.FAILED, "It \"broke\".\n", Optional.of(exit), Optional.empty(), Optional.empty());

        // When
        encoder.encode(out, 18, AT, end);

        // Then
        assertThat(written())
                .isEqualTo(
                        frame(
                                18,
                                "session.ended",
                                "{\"state\":\"failed\",\"reason\":\"It \\\"broke\\\".\\n\",\"exitCode\":143,\"signal\":15,\"stderr\":\"oh\\nno\"}"));
    }

    @Test
    void shouldWriteAnEndWithoutAnExit() {
        // When
        encoder.encode(out, 18, AT, SessionEnd.of(SessionState.LOST, "Gone."));

        // Then
        assertThat(written()).isEqualTo(frame(18, "session.ended", "{\"state\":\"lost\",\"reason\":\"Gone.\"}"));
    }

    @Test
    void shouldWriteTheCauseOfTheEnd() {
        // Given
        var limit = new FailureCause.Quota(
                "*", "five_hour", Instant.parse("2026-07-01T12:00:00Z"), LimitSource.STRUCTURED, 1);
        var cause = new SessionEnd.Cause(limit, Optional.of("No more."));
        var end = new SessionEnd(SessionState.LIMITED, "Limited.", Optional.empty(), Optional.empty(), cause, true);

        // When
        encoder.encode(out, 18, AT, end);

        // Then
        assertThat(written()).isEqualTo(frame(18, "session.ended", """
                {"state":"limited","reason":"Limited.","cause":{"signal":"quota","text":"No more.","model":"*","window":"five_hour",\
                "blockedUntil":"2026-07-01T12:00:00Z","source":"structured","confidence":1.0},"goesOn":true}"""));
    }

    @Test
    void shouldWriteAGap() {
        // When
        encoder.encode(out, 90, AT, new Gap(5, 89, "Lost."));

        // Then
        assertThat(written()).isEqualTo(frame(90, "gap", "{\"from\":5,\"to\":89,\"reason\":\"Lost.\"}"));
    }

    @Test
    void shouldWriteTheTimeOfEachEvent() {
        // Given
        encoder.encode(out, 1, AT, new AgentEvent.UserMessage("a"));
        int first = out.size();

        // When
        encoder.encode(out, 2, AT + 880, new AgentEvent.UserMessage("b"));

        // Then
        assertThat(written().substring(first)).contains("\"at\":\"2026-07-01T10:00:01Z\"");
    }

    private static String frame(long seq, String type, String data) {
        return "id: " + seq + "\nevent: " + type + "\ndata: {\"seq\":" + seq
                + ",\"at\":\"2026-07-01T10:00:00.120Z\",\"session\":\"" + SESSION + "\",\"type\":\"" + type
                + "\",\"data\":" + data + "}\n\n";
    }

    private JsonObject json() {
        return new JsonObject(
                written().substring(written().indexOf("data: ") + 6).strip());
    }

    private String written() {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
