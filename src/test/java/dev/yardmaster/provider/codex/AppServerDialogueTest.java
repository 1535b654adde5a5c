package dev.yardmaster.provider.codex;

import static dev.yardmaster.provider.codex.CodexFixture.completed;
import static dev.yardmaster.provider.codex.CodexFixture.json;
import static dev.yardmaster.provider.codex.CodexFixture.methods;
import static dev.yardmaster.provider.codex.CodexFixture.play;
import static dev.yardmaster.provider.codex.CodexFixture.singleReply;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppServerDialogueTest {
    @ParameterizedTest
    @CsvSource({"FULL, danger-full-access", "EDIT, workspace-write", "READ_ONLY, read-only"})
    void shouldOpenTheThreadAtOnce(Permissions permissions, String sandbox) {
        // Given
        Dialogue dialogue = CodexFixture.appServer(CodexFixture.request(
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                Optional.of("hello"),
                CodexFixture.withInstructions(permissions)));

        // When
        Step step = dialogue.start();

        // Then
        assertThat(EventTexts.all(step.events())).containsExactly("user hello");
        assertThat(methods(step)).containsExactly("initialize", "initialized", "thread/start");
        JsonNode params = CodexFixture.parse(step.replies().getLast()).path("params");
        assertThat(params.toString())
                .isEqualTo(json("{'cwd':'/srv/tree','approvalPolicy':'never','sandbox':'" + sandbox
                        + "','model':'gpt-5.4','developerInstructions':'Be kind.'}"));
    }

    @Test
    void shouldResumeAnEarlierThread() {
        // Given
        Dialogue dialogue = CodexFixture.appServer(
                CodexFixture.request(LaunchMode.BIDIRECTIONAL, Optional.of("thread-1"), Optional.empty()));

        // When
        Step step = dialogue.start();

        // Then
        assertThat(methods(step)).endsWith("thread/resume");
        assertThat(CodexFixture.parse(step.replies().getLast())
                        .at("/params/threadId")
                        .asText())
                .isEqualTo("thread-1");
    }

    @Test
    void shouldNotRepeatTheInstructionsThatAResumedThreadHas() {
        // Given
        Dialogue dialogue = CodexFixture.appServer(CodexFixture.request(
                        LaunchMode.BIDIRECTIONAL,
                        Optional.of("thread-1"),
                        Optional.of("hello"),
                        CodexFixture.withInstructions(Permissions.FULL))
                .instructed());
        dialogue.start();

        // When
        Step opened = dialogue.onLine(Line.of(CodexFixture.opened()));

        // Then
        assertThat(methods(opened)).containsExactly("turn/start");
    }

    /** Codex ignores the instructions of the request that resumes a thread. */
    @Test
    void shouldTellAResumedThreadItsInstructionsBeforeTheMessage() {
        // Given
        Dialogue dialogue = CodexFixture.appServer(CodexFixture.request(
                LaunchMode.BIDIRECTIONAL,
                Optional.of("thread-1"),
                Optional.of("hello"),
                CodexFixture.withInstructions(Permissions.FULL)));
        dialogue.start();

        // When
        Step opened = dialogue.onLine(Line.of(CodexFixture.opened()));
        Step answered = dialogue.onLine(Line.of("{\"id\":3,\"result\":{}}"));

        // Then
        assertThat(methods(opened)).containsExactly("thread/inject_items", "turn/start");
        assertThat(CodexFixture.parse(opened.replies().getFirst())
                        .at("/params/items/0/content/0/text")
                        .asText())
                .endsWith("\n\nBe kind.");
        assertThat(answered.events()).isEmpty();
        assertThat(answered.replies()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    item/commandExecution/requestApproval | {"id":"x","result":{"decision":"decline"}}
                    item/fileChange/requestApproval       | {"id":"x","result":{"decision":"decline"}}
                    item/permissions/requestApproval      | {"id":"x","result":{"permissions":{}}}
                    item/tool/requestUserInput            | {"id":"x","result":{"answers":{}}}
                    mcpServer/elicitation/request         | {"id":"x","result":{"action":"decline"}}
                    """)
    void shouldRejectEveryRequest(String method, String reply) {
        // When
        Step step =
                CodexFixture.running().onLine(Line.of("{\"id\":\"x\",\"method\":\"" + method + "\",\"params\":{}}"));

        // Then
        assertThat(step.replies()).containsExactly(reply);
        assertThat(EventTexts.all(step.events())).singleElement().asString().startsWith("raw");
    }

    @Test
    void shouldAnswerAnUnknownRequestWithAnError() {
        // When
        Step step = CodexFixture.running().onLine(Line.of("{\"id\":7,\"method\":\"new/thing\",\"params\":{}}"));

        // Then
        assertThat(singleReply(step).at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(singleReply(step).path("id").asInt()).isEqualTo(7);
    }

    @Test
    void shouldReportWhichMcpServerFailed() {
        // Given
        Dialogue dialogue = CodexFixture.dialogue(Optional.of("hello"));

        // When
        List<String> events = play(
                dialogue,
                json(
                        "{'id':2,'error':{'code':-32603,'message':'error creating thread: Fatal error: Failed to initialize"
                                + " session: required MCP servers failed to initialize: nope: No such file (os error 2)'}}"));

        // Then
        assertThat(events)
                .containsExactly(
                        "failure mcp_server_failed - An MCP server could not be started: nope: No such file (os error 2)."
                                + " Correct its command or address, or remove the server.",
                        "ended FAILED null");
        assertThat(methods(dialogue.onUserMessage("again"))).containsExactly("thread/start");
    }

    @Test
    void shouldReportEachFailedServerOfTheSession() {
        // Given
        String text = "error creating thread: Fatal error: Failed to initialize session: required MCP servers failed to"
                + " initialize: a: No such file or directory (os error 2); web: handshaking with MCP server failed: Send"
                + " message error Transport [x<y>] error: Client error: HTTP request failed: error sending request for url"
                + " (https://example.org/?key=secret), when send initialize request: Send message (code -32603)";
        List<McpServer> given = List.of(
                new McpServer.Stdio("fine", "/bin/fine", List.of(), Map.of()),
                new McpServer.Stdio("a", "/nowhere", List.of(), Map.of()),
                new McpServer.Http("web", "https://example.org/?key=secret", Map.of()));

        // When
        List<AgentEvent> events = List.copyOf(McpStartupErrors.failures(text, given));

        // Then
        assertThat(EventTexts.all(events))
                .containsExactly(
                        "failure mcp_server_failed - The MCP server 'a' could not be started (No such file or directory (os"
                                + " error 2)), so the agent was not started. Check that its command '/nowhere' exists and"
                                + " speaks MCP on its standard streams.",
                        "failure mcp_server_failed - The MCP server 'web' could not be reached (HTTP request failed: error"
                                + " sending request for url (its URL)), so the agent was not started. Check its URL and its"
                                + " headers.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "thread-1"})
    void shouldPassServersOnlyThroughTheProtocol(String resumed) {
        // Given
        McpServer tiny = new McpServer.Stdio("my.server", "/bin/x", List.of("a b"), Map.of("K", "secret"));
        LaunchRequest request = CodexFixture.request(
                LaunchMode.BIDIRECTIONAL,
                Optional.of(resumed).filter(id -> !id.isEmpty()),
                Optional.of("hello"),
                CodexFixture.with(Permissions.EDIT, List.of(tiny)));

        // When
        Step step = CodexFixture.appServer(request).start();

        // Then
        assertThat(CodexFixture.parse(step.replies().getLast())
                        .at("/params/config")
                        .toString())
                .isEqualTo(
                        "{\"mcp_servers\":{\"my.server\":{\"command\":\"/bin/x\",\"args\":[\"a b\"],"
                                + "\"env\":{\"K\":\"secret\"},\"required\":true,\"default_tools_approval_mode\":\"approve\"}}}");
        assertThat(new CodexCommand(request).command()).noneMatch(word -> word.contains("mcp_servers"));
    }

    @Test
    void shouldReportTheCauseOfAnExitBeforeTheThread() {
        // Given
        String stderr =
                "WARNING: something\nError: invalid type: integer `3`, expected a string\nin `mcp_servers.x.command`\n";

        // When
        Step step = CodexFixture.dialogue(Optional.of("hello")).onExit(new ProcessExit(1, Optional.empty(), stderr));

        // Then
        assertThat(EventTexts.all(step.events()))
                .containsExactly("failure bad_configuration - invalid type: integer `3`, expected a string in"
                        + " `mcp_servers.x.command`. Correct Codex's config.toml, or the executable's arguments.");
    }

    @Test
    void shouldPassOnUnknownLines() {
        // When
        List<String> events = play(
                CodexFixture.running(),
                "not json",
                "[1]",
                "  ",
                json("{'method':'new/notification','params':{}}"),
                json("{'id':99,'result':{}}"),
                completed("{'type':'newItem','id':'i'}"));

        // Then
        assertThat(events)
                .containsExactly(
                        "raw \"not json\"",
                        "raw \"[1]\"",
                        "raw " + json("{'method':'new/notification','params':{}}"),
                        "raw " + json("{'id':99,'result':{}}"),
                        "raw " + json("{'type':'newItem','id':'i'}"));
    }

    @Test
    void shouldKeepTheBeginningOfACutLine() {
        // Given
        byte[] line = "{\"method\":\"x".getBytes(StandardCharsets.UTF_8);

        // When
        Step step = CodexFixture.running().onLine(new Line(line, 0, line.length, 1000));

        // Then
        assertThat(EventTexts.all(step.events()))
                .satisfiesExactly(
                        raw -> assertThat(raw).isEqualTo("raw \"{\\\"method\\\":\\\"x\""),
                        failure -> assertThat(failure).startsWith("warning line_too_long"));
    }
}
