package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.Told;
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
    private final McpStatus asking = new McpStatus(GIVEN, true);

    @ParameterizedTest
    @ValueSource(strings = {"connected", "pending", "something new"})
    void shouldSayNothingOfServersThatWork(String word) {
        // When
        List<String> told = tell("[{'name':'tiny','status':'" + word + "'},{'name':'web','status':'" + word + "'}]");

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void shouldSayWhatFailedAndWhatToDo() {
        // When
        List<String> told = tell("[{'name':'tiny','status':'failed'},{'name':'web','status':'failed'}]");

        // Then
        assertThat(told)
                .containsExactly(
                        "warning mcp_server_failed - The MCP server 'tiny' could not be started, so the agent does without"
                                + " its tools. Check that its command '/opt/tiny' exists and speaks MCP on its standard"
                                + " streams.",
                        "warning mcp_server_failed - The MCP server 'web' could not be reached, so the agent does without"
                                + " its tools. Check its URL and its headers.");
    }

    @Test
    void shouldSayWhatElseKeepsAServerAway() {
        // When
        List<String> told = tell("[{'name':'web','status':'needs-auth'}]");

        // Then
        assertThat(told)
                .satisfiesExactly(
                        missing -> assertThat(missing).contains("'tiny' was left out by Claude Code"),
                        signedOut -> assertThat(signedOut).contains("'web' wants somebody to sign in"));
    }

    @Test
    void shouldSayItOnce() {
        // Given
        tell(FAILED);

        // When
        List<String> told = tell(FAILED);

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void shouldSayThatAServerFailedLater() {
        // Given
        tell("[{'name':'tiny','status':'pending'},{'name':'web','status':'connected'}]");

        // When
        List<String> told = tell("[{'name':'tiny','status':'failed'},{'name':'web','status':'connected'}]");

        // Then
        assertThat(told).singleElement().asString().contains("'tiny' could not be started");
    }

    @Test
    void shouldSayNothingOfServersThatWeDidNotGive() {
        // When
        Step step = new McpStatus(List.of(), true).seen(json("[{'name':'theirs','status':'failed'}]"));

        // Then
        assertThat(step).isEqualTo(Step.nothing());
    }

    @Test
    void shouldAskWhyWhereItCanBeAnswered() {
        // When
        Step step = asking.seen(json(FAILED));

        // Then
        assertThat(step.events()).isEmpty();
        assertThat(step.replies()).singleElement().asString().contains("mcp_status");
    }

    @Test
    void shouldSayWhyWithoutTheUrl() {
        // Given
        asking.seen(json(FAILED));

        // When
        List<AgentEvent> told =
                asking.answered(json("[{'name':'tiny','status':'failed','error':'spawn ENOENT.\\nat x'},"
                        + "{'name':'web','status':'failed','error':'dialing https://example.org/mcp?key=secret'}]"));

        // Then
        assertThat(Told.all(told))
                .satisfiesExactly(
                        tiny -> assertThat(tiny).contains("'tiny' could not be started (spawn ENOENT), so the agent"),
                        web -> assertThat(web)
                                .contains("'web' could not be reached (dialing its URL), so")
                                .doesNotContain("secret"));
    }

    @Test
    void shouldSayWhatItKnowsWhenItGetsNoAnswer() {
        // Given
        asking.seen(json(FAILED));

        // When
        List<AgentEvent> told = asking.answered(Json.MAPPER.missingNode());

        // Then
        assertThat(Told.all(told)).singleElement().asString().contains("'tiny' could not be started, so");
        assertThat(asking.seen(json(FAILED))).isEqualTo(Step.nothing());
    }

    @Test
    void shouldSayNothingWithoutAList() {
        // When / Then
        assertThat(tell("{}")).isEmpty();
    }

    private List<String> tell(String statuses) {
        return Told.all(status.seen(json(statuses)).events());
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(Claude.json(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
