package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.Json;
import dev.yardmaster.provider.McpServer;
import dev.yardmaster.provider.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpStatusTest {
    private final McpStatus status = new McpStatus(List.of(
            new McpServer.Stdio("tiny", "/opt/tiny", List.of("--token", "secret"), Map.of()),
            new McpServer.Http("web", "https://example.org/mcp?key=secret", Map.of())));

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
                        "failure mcp_server_failed - The MCP server 'tiny' could not be started, so the agent does without"
                                + " its tools. Check that its command '/opt/tiny' exists and speaks MCP on its standard"
                                + " streams.",
                        "failure mcp_server_failed - The MCP server 'web' could not be reached, so the agent does without"
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
        String failed = "[{'name':'tiny','status':'failed'},{'name':'web','status':'connected'}]";
        tell(failed);

        // When
        List<String> told = tell(failed);

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
        List<String> told = new McpStatus(List.of())
                .failures(json("[{'name':'theirs','status':'failed'}]")).stream()
                        .map(Told::one)
                        .toList();

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void shouldSayNothingWithoutAList() {
        // When / Then
        assertThat(tell("{}")).isEmpty();
    }

    private List<String> tell(String statuses) {
        return Told.all(status.failures(json(statuses)));
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(Claude.json(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
