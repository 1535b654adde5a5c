package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.EventTexts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpStatusTest {
    private static final List<McpServer> GIVEN = List.of(
            new McpServer.Stdio("tiny", "/opt/tiny", List.of("--token", "secret"), Map.of()),
            new McpServer.Http("web", "https://example.org/mcp?key=secret", Map.of()));
    private static final String FAILED = "[{'name':'tiny','status':'failed'},{'name':'web','status':'connected'}]";

    private final McpStatus status = new McpStatus(GIVEN, false);
    private final McpStatus askingStatus = new McpStatus(GIVEN, true);

    @ParameterizedTest
    @ValueSource(strings = {"connected", "pending", "something new"})
    void shouldReportNothingForWorkingServers(String word) {
        // When
        List<String> events =
                onInit("[{'name':'tiny','status':'" + word + "'},{'name':'web','status':'" + word + "'}]");

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void shouldReportTheFailedServerAndTheNextStep() {
        // When
        List<String> events = onInit("[{'name':'tiny','status':'failed'},{'name':'web','status':'failed'}]");

        // Then
        assertThat(events)
                .containsExactly(
                        "warning mcp_server_failed - The MCP server 'tiny' could not be started, so the agent works without"
                                + " its tools. Check that its command '/opt/tiny' exists and speaks MCP on its standard"
                                + " streams.",
                        "warning mcp_server_failed - The MCP server 'web' could not be reached, so the agent works without"
                                + " its tools. Check its URL and its headers.");
    }

    @Test
    void shouldReportOtherReasonsForAMissingServer() {
        // When
        List<String> events = onInit("[{'name':'web','status':'needs-auth'}]");

        // Then
        assertThat(events)
                .satisfiesExactly(
                        missing -> assertThat(missing).contains("'tiny' was ignored by Claude Code"),
                        signedOut -> assertThat(signedOut).contains("'web' requires a login"));
    }

    @Test
    void shouldReportAFailureOnce() {
        // Given
        onInit(FAILED);

        // When
        List<String> events = onInit(FAILED);

        // Then
        assertThat(events).isEmpty();
    }

    @Test
    void shouldReportALaterFailure() {
        // Given
        onInit("[{'name':'tiny','status':'pending'},{'name':'web','status':'connected'}]");

        // When
        List<String> events = onInit("[{'name':'tiny','status':'failed'},{'name':'web','status':'connected'}]");

        // Then
        assertThat(events).singleElement().asString().contains("'tiny' could not be started");
    }

    @Test
    void shouldIgnoreServersThatTheSessionWasNotGiven() {
        // When
        Step step = new McpStatus(List.of(), true).onInit(json("[{'name':'theirs','status':'failed'}]"));

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldRequestTheCauseWhileInputIsOpen() {
        // When
        Step step = askingStatus.onInit(json(FAILED));

        // Then
        assertThat(step.events()).isEmpty();
        assertThat(step.replies()).singleElement().asString().contains("mcp_status");
    }

    @Test
    void shouldReportTheCauseWithoutTheUrl() {
        // Given
        askingStatus.onInit(json(FAILED));

        // When
        List<AgentEvent> events =
                askingStatus.onStatusResponse(json("[{'name':'tiny','status':'failed','error':'spawn ENOENT.\\nat x'},"
                        + "{'name':'web','status':'failed','error':'dialing https://example.org/mcp?key=secret'}]"));

        // Then
        assertThat(EventTexts.all(events))
                .satisfiesExactly(
                        tiny -> assertThat(tiny).contains("'tiny' could not be started (spawn ENOENT), so the agent"),
                        web -> assertThat(web)
                                .contains("'web' could not be reached (dialing its URL), so")
                                .doesNotContain("secret"));
    }

    @Test
    void shouldReportTheFailureWhenTheStatusResponseHasNoList() {
        // Given
        askingStatus.onInit(json(FAILED));

        // When
        List<AgentEvent> events = askingStatus.onStatusResponse(Json.MAPPER.missingNode());

        // Then
        assertThat(EventTexts.all(events)).singleElement().asString().contains("'tiny' could not be started, so");
        assertThat(askingStatus.onInit(json(FAILED))).isEqualTo(Step.nothing());
    }

    @Test
    void shouldReportNothingWithoutAList() {
        // When / Then
        assertThat(onInit("{}")).isEmpty();
    }

    private List<String> onInit(String statuses) {
        return EventTexts.all(status.onInit(json(statuses)).events());
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(ClaudeFixture.json(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
