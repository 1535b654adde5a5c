package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Transcript;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthyTurnTest {
    private static final String THREE_CHUNKS = "\"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"";

    @Test
    void shouldReportAWholeTurn() {
        // When
        List<String> events = ClaudeFixture.replay("ok");

        // Then
        assertThat(events)
                .containsExactly(
                        "started d52d901c-5b7d-4baf-b615-b1003c0b95b9 mock-ok",
                        "message msg_mock_000004:0 " + THREE_CHUNKS,
                        "usage in=100 out=3 read=0 write=0 usd=4.6E-4",
                        "ended COMPLETED " + THREE_CHUNKS);
    }

    @Test
    void shouldReportDeltasAndThenTheWholeMessage() {
        // When
        List<String> events = ClaudeFixture.replay("ok-partial");

        // Then
        String whole = "\"chunk 1 of 5. chunk 2 of 5. chunk 3 of 5. chunk 4 of 5. chunk 5 of 5. \"";
        assertThat(events)
                .containsExactly(
                        "started 47bc0c14-fb90-4f96-b268-a1c7aafc5588 mock-ok",
                        "delta msg_mock_000008:0 \"chunk 1 of 5. \"",
                        "delta msg_mock_000008:0 \"chunk 2 of 5. \"",
                        "delta msg_mock_000008:0 \"chunk 3 of 5. \"",
                        "delta msg_mock_000008:0 \"chunk 4 of 5. \"",
                        "delta msg_mock_000008:0 \"chunk 5 of 5. \"",
                        "message msg_mock_000008:0 " + whole,
                        "usage in=100 out=5 read=0 write=0 usd=5.0E-4",
                        "ended COMPLETED " + whole);
    }

    @Test
    void shouldReportToolCallsAndTheirResults() {
        // When
        List<String> events = ClaudeFixture.replay("tool");

        // Then
        assertThat(events)
                .containsExactly(
                        "started ee8594d0-8040-41d6-acf2-c65844457625 mock-ok",
                        "message msg_mock_000010:0 \"Calling a tool.\"",
                        "call toolu_mock_000011 Write {\"file_path\":\"$WORK/mock-out.txt\",\"content\":\"written by the mock\\n\"}",
                        "result toolu_mock_000011 \"File created successfully at: $WORK/mock-out.txt "
                                + "(file state is current in your context — no need to Read it back)\"",
                        "message msg_mock_000013:0 " + THREE_CHUNKS,
                        "usage in=200 out=23 read=0 write=0 usd=0.00126",
                        "ended COMPLETED " + THREE_CHUNKS);
    }

    @Test
    void shouldReportAnMcpToolsStructuredResult() {
        // When
        List<String> events = ClaudeFixture.replay("mcp");

        // Then
        assertThat(events)
                .contains(
                        "call toolu_mock_000130 mcp__tiny__echo {\"text\":\"hi\"}",
                        "result toolu_mock_000130 [{\"type\":\"text\",\"text\":\"echo: hi\"}]");
    }

    @Test
    void shouldUseTheSameIdForABlockAndItsDeltas() {
        // When
        List<String> events = ClaudeFixture.replay("many-blocks");

        // Then
        assertThat(events)
                .containsExactly(
                        "started a09a37c2-53db-4bf3-8fcc-0c00c5d5c16e mock-ok",
                        "delta msg_x1:0 reasoning \"hm \"",
                        "delta msg_x1:0 reasoning \"hm\"",
                        "reasoning msg_x1:0 \"hm hm\"",
                        "delta msg_x1:1 \"one \"",
                        "delta msg_x1:1 \"é\\\"\\n\"",
                        "message msg_x1:1 \"one é\\\"\\n\"",
                        "delta msg_x1:3 \"two\"",
                        "message msg_x1:3 \"two\"",
                        "raw {\"type\":\"redacted_thinking\",\"data\":\"xx\"}",
                        "call toolu_msg_x15 Bash {\"command\":\"echo hi\",\"description\":\"x\"}",
                        "delta msg_x1:6 \"three\"",
                        "message msg_x1:6 \"three\"",
                        "call toolu_msg_x17 Bash {\"command\":\"exit 3\",\"description\":\"y\"}",
                        "result toolu_msg_x15 \"hi\"",
                        "result toolu_msg_x17 error \"Exit code 3\"",
                        "delta msg_x2:0 \"fin\"",
                        "delta msg_x2:0 \"al\"",
                        "message msg_x2:0 \"final\"",
                        "usage in=20 out=10 read=0 write=0 usd=2.8E-4",
                        "ended COMPLETED \"final\"");
    }

    @Test
    void shouldCountBlocksThatAreNotStreamed() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.json(
                        "{'type':'assistant','message':{'id':'m1','content':[{'type':'thinking','thinking':'a'},"
                                + "{'type':'text','text':'b'}]}}"),
                ClaudeFixture.assistantText("m1", "c"),
                ClaudeFixture.assistantText("m2", "d"));

        // Then
        assertThat(events)
                .containsExactly(
                        "reasoning m1:0 \"a\"", "message m1:1 \"b\"", "message m1:2 \"c\"", "message m2:0 \"d\"");
    }

    @Test
    void shouldReportOneStartForSeveralTurns() {
        // When
        List<String> events = ClaudeFixture.replay("bidi-two-turns", 2);

        // Then
        assertThat(events)
                .containsExactly(
                        "started fdc6cb97-3600-4867-b01d-f37dd0c7359d mock-ok",
                        "message msg_mock_000002:0 " + THREE_CHUNKS,
                        "usage in=100 out=3 read=0 write=0 usd=4.6E-4",
                        "ended COMPLETED " + THREE_CHUNKS,
                        "message msg_mock_000004:0 " + THREE_CHUNKS,
                        "usage in=100 out=3 read=0 write=0 usd=4.6E-4",
                        "ended COMPLETED " + THREE_CHUNKS);
    }

    @Test
    void shouldReportAStartWhenTheSessionIdChanges() {
        // When
        List<String> events = ClaudeFixture.play(
                ClaudeFixture.json("{'type':'system','subtype':'init','session_id':'a','model':'m'}"),
                ClaudeFixture.json("{'type':'system','subtype':'init','session_id':'a','model':'m'}"),
                ClaudeFixture.json("{'type':'system','subtype':'init','session_id':'b'}"));

        // Then
        assertThat(events).containsExactly("started a m", "started b -");
    }

    @Test
    void shouldKeepOnlyTheReportedFieldsOfTheStart() {
        // Given
        Line init = Line.of(Transcript.recorded("claude-code/ok").lines().getFirst());

        // When
        List<AgentEvent> events = ClaudeFixture.dialogue().onLine(init).events();

        // Then
        assertThat(events)
                .singleElement()
                .isInstanceOfSatisfying(
                        AgentEvent.SessionStarted.class,
                        started -> assertThat(started.details().toString())
                                .startsWith("{\"cwd\":\"$WORK\",\"tools\":[\"Task\",")
                                .contains("\"mcp_servers\":[]", "\"claude_code_version\":\"2.1.329\"")
                                .doesNotContain("session_id", "memory_paths"));
    }

    @Test
    void shouldNotMixDeltasOfASubAgentWithTheAgents() {
        // Given
        Dialogue dialogue = ClaudeFixture.dialogue();
        String subAgent = "\"parent_tool_use_id\":\"toolu_1\"";

        // When
        List<String> events = Transcript.of(
                        ClaudeFixture.messageStart("main"),
                        ClaudeFixture.textDelta(0, "a"),
                        ClaudeFixture.messageStart("sub").replace("\"parent_tool_use_id\":null", subAgent),
                        ClaudeFixture.textDelta(0, "x").replace("\"parent_tool_use_id\":null", subAgent),
                        ClaudeFixture.textDelta(0, "b"),
                        ClaudeFixture.assistantText("sub", "x").replace("\"parent_tool_use_id\":null", subAgent),
                        ClaudeFixture.assistantText("main", "ab"))
                .playTo(dialogue);

        // Then
        assertThat(events)
                .containsExactly(
                        "delta main:0 \"a\"",
                        "delta sub:0 \"x\"",
                        "delta main:0 \"b\"",
                        "message sub:0 \"x\"",
                        "message main:0 \"ab\"");
    }

    @Test
    void shouldReportATaskInTheBackgroundAndTheTurnThatFollowsIt() {
        // When
        List<String> events = ClaudeFixture.replay("background-agent");

        // Then
        assertThat(events)
                .filteredOn(event -> !event.startsWith("raw") && !event.startsWith("delta"))
                .satisfiesExactly(
                        event -> assertThat(event).startsWith("started"),
                        event -> assertThat(event).startsWith("call toolu_msg_x30 Task"),
                        event -> assertThat(event).isEqualTo("background 1"),
                        event -> assertThat(event).startsWith("result toolu_msg_x30"),
                        event -> assertThat(event).isEqualTo("message msg_x4:0 \"final\""),
                        event -> assertThat(event).isEqualTo("message msg_x5:0 \"final\""),
                        event -> assertThat(event).isEqualTo("background 0"),
                        event -> assertThat(event).isEqualTo("turn started"),
                        event -> assertThat(event).isEqualTo("message msg_x6:0 \"final\""),
                        event -> assertThat(event).isEqualTo("usage in=40 out=20 read=0 write=0 usd=5.6E-4"),
                        event -> assertThat(event).isEqualTo("ended COMPLETED \"final\""),
                        event -> assertThat(event).isEqualTo("usage in=0 out=0 read=0 write=0 usd=0.0"),
                        event -> assertThat(event).isEqualTo("ended COMPLETED \"final\""));
    }
}
