package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Transcript;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that a client gets each text exactly once if it joins deltas, drops the messages that a retry discards, and replaces deltas by
 * whole messages.
 */
class MessageDeltaTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok",
                "ok-partial",
                "tool",
                "many-blocks",
                "background-agent",
                "bidi-two-turns",
                "bidi-interrupt",
                "bidi-rate-limit",
                "disconnect-default",
                "overloaded-retries1"
            })
    void shouldLeaveOnlyWholeMessages(String transcript) {
        // Given
        List<String> lines = Transcript.recorded("claude-code/" + transcript).lines();

        // When
        Map<String, String> shown = shown(ClaudeFixture.dialogue(), lines);

        // Then
        List<String> whole = ClaudeFixture.replay(transcript).stream()
                .filter(event -> event.matches("(message|reasoning) .*"))
                .map(event -> event.substring(event.indexOf(' ') + 1))
                .toList();
        assertThat(shown.entrySet().stream().map(entry -> entry.getKey() + " \"" + entry.getValue() + "\""))
                .containsExactlyElementsOf(whole);
    }

    @Test
    void shouldGiveARepeatedMessageANewId() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.textDelta(0, "a"),
                ClaudeFixture.messageStop(),
                ClaudeFixture.json(
                        "{'type':'system','subtype':'api_retry','attempt':1,'retry_delay_ms':5,'error':'unknown'}"),
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.textDelta(0, "a"),
                ClaudeFixture.textDelta(0, "b"),
                ClaudeFixture.assistantText("m", "ab"));

        // Then
        assertThat(events)
                .containsExactly(
                        "delta m:0 \"a\"",
                        "retry 1 5ms - unknown m:0",
                        "delta m~2:0 \"a\"",
                        "delta m~2:0 \"b\"",
                        "message m~2:0 \"ab\"");
    }

    @Test
    void shouldDiscardEveryUndeliveredBlock() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.textDelta(0, "kept"),
                ClaudeFixture.assistantText("m", "kept"),
                ClaudeFixture.textDelta(1, "b"),
                ClaudeFixture.textDelta(2, "c"),
                ClaudeFixture.messageStop(),
                ClaudeFixture.json(
                        "{'type':'system','subtype':'api_retry','attempt':3,'retry_delay_ms':5,'error_status':529,"
                                + "'error':'overloaded'}"));

        // Then
        assertThat(events)
                .endsWith(
                        "delta m:1 \"b\"",
                        "delta m:2 \"c\"",
                        "retry 3 5ms 529 overloaded m:1",
                        "retry 3 5ms 529 overloaded m:2");
    }

    @Test
    void shouldDiscardAMessageReplacedByAnother() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.textDelta(0, "a"),
                ClaudeFixture.assistantText("not-streamed", "abc"));

        // Then
        assertThat(events)
                .containsExactly("delta m:0 \"a\"", "retry 0 0ms - restarted m:0", "message not-streamed:0 \"abc\"");
    }

    @Test
    void shouldDiscardUndeliveredBlocksAtTheEndOfATurn() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.textDelta(0, "a"),
                ClaudeFixture.json("{'type':'result','is_error':false,'result':'x'}"));

        // Then
        assertThat(events).startsWith("delta m:0 \"a\"", "retry 0 0ms - abandoned m:0");
    }

    @Test
    void shouldKeepAStreamedMessageWhenASubAgentsRequestIsRetried() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.textDelta(0, "a"),
                ClaudeFixture.json("{'type':'system','subtype':'api_retry','attempt':1,'retry_delay_ms':5}"),
                ClaudeFixture.textDelta(0, "b"),
                ClaudeFixture.assistantText("m", "ab"));

        // Then
        assertThat(events)
                .containsExactly("delta m:0 \"a\"", "retry 1 5ms - unknown -", "delta m:0 \"b\"", "message m:0 \"ab\"");
    }

    @Test
    void shouldReadDeltasInAnUnusualNotation() {
        // Given
        String escapedName = ClaudeFixture.textDelta(0, "a").replace("\"text\":", "\"te\\u0078t\":");
        String negativeIndex = ClaudeFixture.textDelta(-1, "b");

        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"), escapedName, ClaudeFixture.textDelta(0, "c"), negativeIndex);

        // Then
        assertThat(events).containsExactly("delta m:0 \"a\"", "delta m:0 \"c\"", "delta m:-1 \"b\"");
    }

    private static Map<String, String> shown(Dialogue dialogue, List<String> lines) {
        Map<String, String> shown = new LinkedHashMap<>();
        for (String line : lines) {
            dialogue.onLine(Line.of(line)).events().forEach(event -> show(event, shown));
        }
        return shown;
    }

    private static void show(AgentEvent event, Map<String, String> shown) {
        if (event instanceof AgentEvent.MessageDelta delta) {
            shown.merge(delta.message(), content(delta.text().toString()), String::concat);
        } else if (event instanceof AgentEvent.Message message) {
            shown.put(message.message(), content(message.text().toString()));
        } else if (event instanceof AgentEvent.Reasoning reasoning) {
            shown.put(reasoning.message(), content(reasoning.text().toString()));
        } else if (event instanceof AgentEvent.Retry retry) {
            retry.discarded().ifPresent(shown::remove);
        }
    }

    private static String content(String json) {
        return json.substring(1, json.length() - 1);
    }
}
