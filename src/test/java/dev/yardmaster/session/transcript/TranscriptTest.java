package dev.yardmaster.session.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.session.RunningSessions;
import dev.yardmaster.session.Session;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TranscriptTest {
    private static final String SECRET = "hunter2-hunter2";
    private static final Redactor REDACTOR = Redactor.of(Map.of("API_KEY", SECRET));
    private static final Session SESSION = RunningSessions.of(UUID.randomUUID(), "tim`s");

    @Test
    void shouldShowTextsOfAnAgentAsTextInHtml() {
        // Given
        LogSlice events = slice(
                new AgentEvent.UserMessage("<script>alert(1)</script> & \"more\""),
                new AgentEvent.ToolCall("c", "<b>", JsonSlice.raw("{\"key\":\"" + SECRET + "\"}")));

        // When
        var html = new Html(SESSION, REDACTOR);
        String text = html.head() + html.text(List.of(events));

        // Then
        assertThat(text)
                .startsWith("<!doctype html>")
                .contains(
                        "<blockquote>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;</blockquote>",
                        "<h2>Tool call <code>&lt;b&gt;</code>",
                        "&quot;key&quot; : &quot;***&quot;")
                .doesNotContain("<script", "<b>", SECRET);
    }

    @Test
    void shouldShowAConversationAsMarkdown() {
        // Given
        LogSlice events = slice(
                new AgentEvent.UserMessage("Fix it.\n# Not a heading of the transcript"),
                new AgentEvent.MessageDelta("m", AgentEvent.Content.TEXT, JsonSlice.ofString("I ")),
                new AgentEvent.Message("m", JsonSlice.ofString("I run:\n```sh\nls")),
                new AgentEvent.ToolCall("c", "Bash", JsonSlice.raw("{\"command\":\"ls\"}")),
                new AgentEvent.ToolResult("c", JsonSlice.ofString("a.txt"), false));

        // When
        String text = new Markdown(SESSION, REDACTOR).text(List.of(events));

        // Then
        assertThat(text).isEqualTo("""

                ## User

                *1970-01-01T00:00:00Z*

                > Fix it.
                > # Not a heading of the transcript

                ## Agent

                *1970-01-01T00:00:00Z*

                > I run:
                > ```sh
                > ls

                ## Tool call `Bash`

                *1970-01-01T00:00:00Z*

                ```json
                {
                  "command" : "ls"
                }
                ```

                ## Tool result

                *1970-01-01T00:00:00Z*

                ```text
                a.txt
                ```
                """);
    }

    @Test
    void shouldShowApprovals() {
        // Given
        var use = ToolUse.command("deploy --key " + SECRET, JsonSlice.raw("{}"));
        LogSlice events = slice(
                new AgentEvent.ApprovalRequested("7", "c", use, Optional.empty(), Instant.EPOCH),
                new AgentEvent.ApprovalDecided("7", "allowed", use, Optional.of("ann"), Optional.empty()));

        // When
        String text = new Markdown(SESSION, REDACTOR).text(List.of(events));

        // Then
        assertThat(text)
                .contains(
                        "## Asks to use `shell`\n",
                        "```text\ndeploy --key ***\n```",
                        "## Approval: allowed `shell`\n",
                        "- By: `ann`\n")
                .doesNotContain(SECRET);
    }

    @Test
    void shouldFenceContentThatContainsFences() {
        // Given
        LogSlice events = slice(
                new AgentEvent.ToolResult("c", JsonSlice.ofString("````\ninside\n````\n## Agent"), false),
                new AgentEvent.ToolResult("d", JsonSlice.raw("{\"a\":\"```\"}"), true));

        // When
        String text = new Markdown(SESSION, REDACTOR).text(List.of(events));

        // Then
        assertThat(text)
                .contains(
                        "`````text\n````\ninside\n````\n## Agent\n`````\n",
                        "## Tool error\n",
                        "````json\n{\n  \"a\" : \"```\"\n}\n````\n");
    }

    @ParameterizedTest
    @CsvSource({"name, `name`", "a`b, `` a`b ``", "``, ``` `` ```"})
    void shouldMarkCodeInALine(String content, String expected) {
        // When
        String code = Fences.inline(content);

        // Then
        assertThat(code).isEqualTo(expected);
    }

    @Test
    void shouldBeginMarkdownWithTheFactsOfTheSession() {
        // When
        String head = new Markdown(SESSION, REDACTOR).head();

        // Then
        assertThat(head)
                .startsWith("# Session " + SESSION.id() + "\n\n- Agent: `` tim`s ``\n")
                .contains("- Provider: `provider`\n", "- Model: `model`\n")
                .doesNotContain("Task", "Ended");
    }

    @Test
    void shouldRedactSecrets() {
        // Given
        LogSlice events = slice(
                new AgentEvent.UserMessage("key " + SECRET),
                new AgentEvent.ToolCall("c", "Bash", JsonSlice.raw("{\"list\":[{\"x\":\"" + SECRET + "\"}]}")),
                new AgentEvent.ToolResult("c", JsonSlice.ofString("https://user:pw@host \"a@b\" " + SECRET), true));

        // When
        List<String> texts = List.of(
                new Markdown(SESSION, REDACTOR).text(List.of(events)), new JsonLines(REDACTOR).text(List.of(events)));

        // Then
        assertThat(texts).allSatisfy(text -> assertThat(text).contains("***").doesNotContain(SECRET, "user:pw"));
        assertThat(texts.getLast().lines().map(Json::parse)).noneMatch(JsonNode::isMissingNode);
    }

    @Test
    void shouldWriteOneLinePerEventWithoutThePiecesOfMessages() {
        // Given
        LogSlice events = slice(
                new AgentEvent.UserMessage("a\nb"),
                new AgentEvent.MessageDelta("m", AgentEvent.Content.TEXT, JsonSlice.ofString("x")),
                new AgentEvent.ProviderRaw(JsonSlice.raw("{\"n\":1.10}")));

        // When
        String text = new JsonLines(REDACTOR).text(List.of(events));

        // Then
        assertThat(text.lines())
                .containsExactly(
                        line(1, "user.message", "{\"text\":\"a\\nb\"}"),
                        line(3, "provider.raw", "{\"line\":{\"n\":1.10}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, MARKDOWN",
        "text/*, MARKDOWN",
        "'text/markdown, application/x-ndjson, application/problem+json', MARKDOWN",
        "application/x-ndjson, JSONL",
        "'application/x-ndjson, text/markdown', JSONL",
        "application/json,",
    })
    void shouldChooseTheFormatThatTheClientAccepts(String accept, TranscriptFormat expected) {
        // When
        Optional<TranscriptFormat> format = TranscriptFormat.accepted(Optional.of(accept));

        // Then
        assertThat(format).isEqualTo(Optional.ofNullable(expected));
    }

    private static String line(int seq, String type, String data) {
        return "{\"seq\":%d,\"at\":\"1970-01-01T00:00:00Z\",\"session\":\"%s\",\"type\":\"%s\",\"data\":%s}"
                .formatted(seq, SESSION.id(), type, data);
    }

    private static LogSlice slice(AgentEvent... events) {
        var out = new ByteSink(1024);
        var encoder = new FrameEncoder(SESSION.id());
        for (int i = 0; i < events.length; i++) {
            encoder.encode(out, i + 1, 0, events[i]);
        }
        return Frames.slice(1, out.slice());
    }
}
