package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OneShotTest {
    private static final String THREE_CHUNKS = "\"chunk 1 of 3. chunk 2 of 3. chunk 3 of 3. \"";

    @Test
    void shouldReportToolsAndTheEndOfTheTurn() {
        // When
        List<String> events = run("tool", 0, "");

        // Then
        assertThat(events)
                .containsExactly(
                        "started ses_e0436ae87ffeqpm3jNwku8JiJX mock/mock-ok",
                        "call call_mock_000004 write {\"filePath\":\"$WORK/mock-out.txt\",\"content\":\"written by the mock\\n\"}",
                        "result call_mock_000004 \"Wrote file successfully.\"",
                        "message prt_1fbc97599001vnVYWZkAzu5bsW " + THREE_CHUNKS,
                        "usage in=200 out=6 read=0 write=0 usd=-",
                        "ended COMPLETED " + THREE_CHUNKS);
    }

    @Test
    void shouldReportWhenALimitResets() {
        // When
        List<String> events = run("rate-limit-usage", 1, "");

        // Then
        assertThat(events)
                .containsSubsequence(
                        "limit blocked - 2026-11-21T03:48:51Z",
                        "failure rate_limit 429 The usage limit has been reached",
                        "ended FAILED null");
    }

    @Test
    void shouldReportTheReasonForASilentExitInOneSentence() {
        // When
        List<String> events = run(
                "empty",
                1,
                "\u001b[91m\u001b[1mError: \u001b[0mConfig file at OPENCODE_CONFIG_CONTENT is not valid JSON(C): \n--- JSONC Input ---");

        // Then
        assertThat(events)
                .first()
                .isEqualTo(
                        "failure bad_config - OpenCode can't read its configuration: Config file at OPENCODE_CONFIG_CONTENT"
                                + " is not valid JSON(C). Correct it.");
    }

    @Test
    void shouldLeaveAnExitWithoutAReasonToThePlainLines() {
        // When
        List<String> events = run("empty", 1, " \n");

        // Then
        assertThat(events).containsExactly("usage in=0 out=0 read=0 write=0 usd=-", "ended FAILED null");
    }

    @Test
    void shouldShowTheMessageInTheBodyOfAResponse() {
        // When
        List<String> events = EventTexts.all(dialogue()
                .onLine(
                        Line.of(
                                "{\"type\":\"error\",\"error\":{\"name\":\"APIError\",\"data\":{\"message\":\"Bad Request\","
                                        + "\"statusCode\":400,\"responseBody\":\"{\\\"error\\\":{\\\"message\\\":\\\"No credit.\\\"}}\"}}}"))
                .events());

        // Then
        assertThat(events).containsExactly("failure api_error 400 Bad Request: No credit.");
    }

    @Test
    void shouldEndNoTurnAfterAKill() {
        // Given
        Dialogue dialogue = dialogue();

        // When
        Dialogue.Step step = dialogue.onExit(new ProcessExit(143, Optional.of(15), ""));

        // Then
        assertThat(step.events()).isEmpty();
    }

    @Test
    void shouldSendThePromptToStandardInput() {
        // When
        Dialogue.Step step = dialogue().start();

        // Then
        assertThat(step.replies()).containsExactly("--model \"the prompt\"");
        assertThat(EventTexts.all(step.events())).containsExactly("user --model \"the prompt\"");
    }

    @Test
    void shouldFindFailedMcpServersInTheLog() {
        // Given
        McpServer broken = new McpServer.Stdio("my.server", "/nowhere", List.of(), Map.of());
        McpServer fine = new McpServer.Stdio("fine", "/bin/fine", List.of(), Map.of());
        Dialogue dialogue = new RunDialogue(
                OpenCodeFixture.request(
                        LaunchMode.ONE_SHOT, Optional.empty(), OpenCodeFixture.context(Permissions.FULL, fine, broken)),
                InstantSource.system());
        String log = "timestamp=2026-11-21T08:05:10.067Z level=WARN run=80d39985 message=\"server unavailable\""
                + " key=my.server type=local status=failed\n"
                + "timestamp=2026-11-21T08:05:10.067Z level=ERROR run=80d39985 message=\"Error: of something\"\n"
                + "Error: Session not found\n";

        // When
        Dialogue.Step step = dialogue.onExit(new ProcessExit(1, Optional.empty(), log));

        // Then
        assertThat(EventTexts.all(step.events()))
                .satisfiesExactly(
                        warning -> assertThat(warning)
                                .isEqualTo(
                                        "warning mcp_server_failed - The MCP server 'my.server' could not be started, so the"
                                                + " agent works without its tools. Check that its command '/nowhere' exists and speaks"
                                                + " MCP on its standard streams."),
                        failure -> assertThat(failure).startsWith("failure session_not_found"),
                        usage -> assertThat(usage).startsWith("usage"),
                        end -> assertThat(end).isEqualTo("ended FAILED null"));
    }

    private static List<String> run(String transcript, int code, String stderr) {
        Dialogue dialogue = dialogue();
        List<String> events = new ArrayList<>();
        if (!transcript.equals("empty")) {
            events.addAll(OpenCodeFixture.replay("run-" + transcript, dialogue));
        }
        events.addAll(EventTexts.all(
                dialogue.onExit(new ProcessExit(code, Optional.empty(), stderr)).events()));
        return events;
    }

    private static Dialogue dialogue() {
        return new RunDialogue(
                OpenCodeFixture.request(
                        LaunchMode.ONE_SHOT, Optional.empty(), LaunchContext.none(OpenCodeFixture.SCRATCH)),
                InstantSource.system());
    }
}
