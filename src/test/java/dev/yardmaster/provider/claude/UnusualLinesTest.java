package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusualLinesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'tool_progress','n':1.50}",
                "{'type':'system','subtype':'compact_boundary'}",
                "{'type':'system'}",
                "{'type':'stream_event','event':{'type':'something_new'}}",
                "{'type':'rate_limit_event'}",
                "{'type':'user','message':{'content':'plain'}}",
                "{'type':7}",
                "{}"
            })
    void shouldKeepUnknownLines(String line) {
        // When
        List<String> events = ClaudeFixture.play(ClaudeFixture.json(line));

        // Then
        assertThat(events).containsExactly("raw " + ClaudeFixture.json(line));
    }

    @Test
    void shouldKeepTextThatIsNotJson() {
        // When
        List<String> events = ClaudeFixture.play("warning: \u001b[1m\"x\"", "[1,2]", "\"text\"", "null");

        // Then
        assertThat(events)
                .containsExactly(
                        "raw \"warning: \\u001B[1m\\\"x\\\"\"",
                        "raw \"[1,2]\"",
                        "raw \"\\\"text\\\"\"",
                        "raw \"null\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t \r", "{'type':'keep_alive'}", "{'type':'system','subtype':'status'}"})
    void shouldIgnoreEmptyAndIdleLines(String line) {
        // When
        List<String> events = ClaudeFixture.play(ClaudeFixture.json(line));

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void shouldReadFieldsInAnyOrder() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.messageStart("m"),
                ClaudeFixture.json("{'uuid':{'a':[1]},'parent_tool_use_id':null,'event':{'delta':{'x':[],'text':'a',"
                        + "'type':'text_delta'},'index':0,'type':'content_block_delta'},'type':'stream_event'}"),
                ClaudeFixture.json("{'result':'x','is_error':false,'subtype':'success','type':'result'}"));

        // Then
        assertThat(events).startsWith("delta m:0 \"a\"").endsWith("ended COMPLETED \"x\"");
    }

    @Test
    void shouldNotReadADeltaFromAnotherTypeOfLine() {
        // Given
        String line = ClaudeFixture.textDelta(0, "a").replace("\"stream_event\"", "\"other\"");

        // When
        List<String> events = ClaudeFixture.play(line);

        // Then
        assertThat(events).containsExactly("raw " + line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'text_delta'}",
                "{'type':'text_delta','text':{'a':1}}",
                "{'type':'input_json_delta','partial_json':'{'}",
                "{'type':'signature_delta','signature':'x'}",
                "{'text':'a'}"
            })
    void shouldIgnoreDeltasWithoutText(String delta) {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.streamEvent("{'type':'content_block_delta','index':0,'delta':" + delta + "}"));

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void shouldReplaceBytesThatAreNotUtf8() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        Transcript.of(ClaudeFixture.messageStart("m")).playTo(dialogue);
        byte[] delta = ClaudeFixture.textDelta(0, "a?é").getBytes(StandardCharsets.UTF_8);
        replace(delta, '?', 0xC3);
        byte[] whole = ClaudeFixture.assistantText("m", "b?").getBytes(StandardCharsets.UTF_8);
        replace(whole, '?', 0xFF);

        // When
        List<String> events = List.of(
                Transcript.play(dialogue, delta).getFirst(),
                Transcript.play(dialogue, whole).getFirst());

        // Then
        assertThat(events).containsExactly("delta m:0 \"a\uFFFDé\"", "message m:0 \"b\uFFFD\"");
    }

    @Test
    void shouldReportACutLine() {
        // Given
        byte[] bytes = ("{\"type\":\"assistant\",\"x\":\"" + "é".repeat(4000)).getBytes(StandardCharsets.UTF_8);

        // When
        List<String> events = EventTexts.all(ClaudeFixture.dialogue()
                .onLine(new Line(bytes, 0, bytes.length, 10_000_000_000L))
                .events());

        // Then
        assertThat(events).hasSize(2);
        assertThat(events.getFirst())
                .startsWith("raw \"{\\\"type\\\":\\\"assistant\\\"")
                .hasSizeBetween(2000, 2200);
        assertThat(events.getLast()).startsWith("warning line_too_long - Claude Code printed a line of 10000008");
    }

    @Test
    void shouldDenyAPermissionRequest() {
        // Given
        Line line = Line.of(ClaudeFixture.json("{'type':'control_request','request_id':'r1','request':{'subtype':"
                + "'can_use_tool','tool_name':'Bash'}}"));

        // When
        Step step = ClaudeFixture.dialogue().onLine(line);

        // Then
        assertThat(EventTexts.all(step.events())).containsExactly("raw " + line.text());
        assertThat(step.replies())
                .containsExactly(
                        ClaudeFixture.json("{'type':'control_response','response':{'request_id':'r1','subtype':"
                                + "'success','response':{'behavior':'deny','message':"
                                + "'No person is available to answer. Continue without it.'}}}"));
    }

    @Test
    void shouldAnswerOtherRequestsWithAnError() {
        // Given
        Line line = Line.of(ClaudeFixture.json(
                "{'type':'control_request','request_id':'r2','request':{'subtype':'hook_callback'}}"));

        // When
        Step step = ClaudeFixture.dialogue().onLine(line);

        // Then
        assertThat(step.replies())
                .containsExactly(
                        ClaudeFixture.json("{'type':'control_response','response':{'request_id':'r2','subtype':"
                                + "'error','error':'No person is available to answer. Continue without it.'}}"));
    }

    @Test
    void shouldAcceptHostileLines() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        List<String> lines = hostile();

        // When
        List<String> events = new Transcript(lines).playTo(dialogue);
        dialogue.onExit(new ProcessExit(1, Optional.empty(), ""));

        // Then
        assertThat(lines).hasSizeGreaterThanOrEqualTo(40);
        assertThat(events).isNotEmpty().allSatisfy(event -> assertThat(event).doesNotContain("\n"));
    }

    private static List<String> hostile() {
        return List.of(
                "{",
                "}",
                "{}{}",
                "{\"",
                "{\"type\"",
                "{\"type\":",
                "{\"type\":\"assistant\"",
                "[[[[",
                "nul",
                "\u0000",
                "{\"type\":null}",
                "{\"type\":[]}",
                "{\"type\":{\"type\":\"result\"}}",
                "{\"type\":\"assistant\"}",
                "{\"type\":\"assistant\",\"message\":null}",
                "{\"type\":\"assistant\",\"message\":[1]}",
                "{\"type\":\"assistant\",\"message\":{\"content\":\"x\"}}",
                "{\"type\":\"assistant\",\"message\":{\"content\":[null,1,\"x\",[],{}]}}",
                "{\"type\":\"assistant\",\"error\":{},\"message\":{}}",
                "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":{\"a\":1}}]}}",
                "{\"type\":\"user\"}",
                "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\"}]}}",
                "{\"type\":\"result\"}",
                "{\"type\":\"result\",\"usage\":[],\"total_cost_usd\":\"x\",\"errors\":7}",
                "{\"type\":\"result\",\"is_error\":\"yes\",\"result\":{\"a\":[]}}",
                "{\"type\":\"result\",\"total_cost_usd\":-1e308,\"model_usage_since_last_result\":{\"m\":3}}",
                "{\"type\":\"system\",\"subtype\":\"init\"}",
                "{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":-3,\"retry_delay_ms\":1e99}",
                "{\"type\":\"system\",\"subtype\":\"api_retry\",\"attempt\":\"x\",\"retry_delay_ms\":-9}",
                "{\"type\":\"stream_event\"}",
                "{\"type\":\"stream_event\",\"event\":7}",
                "{\"type\":\"stream_event\",\"event\":{\"type\":\"message_start\"}}",
                "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_start\",\"index\":-7}}",
                "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"index\":[1],\"delta\":{}}}",
                "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"index\":99999999999,"
                        + "\"delta\":{\"type\":\"text_delta\",\"text\":\"\\ud83d\"}}}",
                "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"delta\":[]}}",
                "{\"type\":\"control_request\"}",
                "{\"type\":\"control_response\",\"response\":[]}",
                "{\"type\":\"rate_limit_event\",\"rate_limit_info\":{\"resetsAt\":{}}}",
                "\"rate_limit_event\"",
                "{\"rate_limit_event\"",
                "{".repeat(5000),
                "{\"a\":".repeat(5000) + "1" + "}".repeat(5000),
                "{\"n\":" + "9".repeat(5000) + "}",
                "{\"\\ud800\":\"\\udfff\"}",
                "{\"type\":\"\\ud800\"}");
    }

    private static void replace(byte[] bytes, char from, int to) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == from) {
                bytes[i] = (byte) to;
            }
        }
    }
}
