package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServersJson;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.ToolCall;
import dev.yardmaster.testkit.mcp.TinyMcpServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With every provider, an agent can call the tools of its project's MCP servers and of its own. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class McpStoryTest extends SharedStory {
    private static final String OF_PROJECT = "shed";
    private static final String OF_AGENT = "desk";

    @ParameterizedTest
    @ValueSource(strings = {OF_PROJECT, OF_AGENT})
    void shouldCallTheToolsOfTheProjectAndOfTheAgent(String server) throws Exception {
        String project = project();
        onAllClis(cli -> {
            // Given
            String agent = agent(
                    cli,
                    new JsonObject().put("project", project).put("mcpServers", servers(TinyMcpServer.named(OF_AGENT))));
            String name = cli.mcpTool(server, "echo");
            model(cli, tool(new ToolCall(name, Json.object().put("text", "hi"))).text("Called."));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.state()).isEqualTo("completed");
            JsonObject call = result.of("tool.call").getFirst();
            JsonObject toolResult = result.of("tool.result").getFirst();
            assertThat(call.getString("name")).isEqualTo(name);
            assertThat(call.getJsonObject("input")).isEqualTo(new JsonObject().put("text", "hi"));
            assertThat(toolResult.getString("call")).isEqualTo(call.getString("call"));
            assertThat(toolResult.getValue("output").toString()).contains("echo: hi");
            assertThat(toolResult.getBoolean("error")).isFalse();
        });
    }

    /** Claude Code continues without the broken server; the others do not start. */
    @Test
    void shouldNameTheBrokenServer() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, new JsonObject().put("mcpServers", servers(TinyMcpServer.missing("broken"))));
            model(cli, ok().perSecond(5));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.of("error")).hasSize(1);
            assertThat(result.state()).isEqualTo(cli == CliUnderTest.CLAUDE ? "completed" : "failed");
            assertThat(result.of("error").getFirst().getString("message"))
                    .contains("The MCP server 'broken' could not be started", "Check that its command")
                    .matches(ProvidersStoryTest.SENTENCES);
        });
    }

    private String project() throws Exception {
        String name = "project-" + UUID.randomUUID();
        JsonObject project = new JsonObject()
                .put("name", name)
                .put("path", workTree().toString())
                .put("mcpServers", servers(TinyMcpServer.named(OF_PROJECT)));
        fixture.api().json(fixture.api().post("/api/projects", project));
        return name;
    }

    private static JsonObject servers(McpServer server) {
        return new JsonObject(McpServersJson.write(List.of(server)).toString());
    }

    private Path workTree() throws Exception {
        git("init", "-q", "-b", "main");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x");
        return directory.toRealPath();
    }

    private void git(String... arguments) throws Exception {
        Process git = new ProcessBuilder(
                        Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                .directory(directory.toFile())
                .start();
        assertThat(git.waitFor()).isZero();
    }
}
