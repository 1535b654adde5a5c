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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent calls the tools of the MCP servers of its project and of its own, whichever provider runs it. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class McpStoryTest extends SharedStory {
    private static final String OF_PROJECT = "shed";
    private static final String OF_AGENT = "desk";

    private static Stream<Arguments> serversOfAll() {
        return Arrays.stream(CliUnderTest.values())
                .flatMap(teller -> Stream.of(OF_PROJECT, OF_AGENT).map(server -> Arguments.of(teller, server)));
    }

    @ParameterizedTest
    @MethodSource("serversOfAll")
    void shouldCallTheToolsOfTheProjectAndOfTheAgent(CliUnderTest teller, String server) throws Exception {
        // Given
        String agent = agent(
                teller,
                new JsonObject().put("project", project()).put("mcpServers", servers(TinyMcpServer.named(OF_AGENT))));
        String name = teller.mcpTool(server, "echo");
        model(teller, tool(new ToolCall(name, Json.object().put("text", "hi"))).text("Called."));

        // When
        Told told = tell(agent);

        // Then
        assertThat(told.state()).isEqualTo("completed");
        JsonObject call = told.of("tool.call").getFirst();
        JsonObject result = told.of("tool.result").getFirst();
        assertThat(call.getString("name")).isEqualTo(name);
        assertThat(call.getJsonObject("input")).isEqualTo(new JsonObject().put("text", "hi"));
        assertThat(result.getString("call")).isEqualTo(call.getString("call"));
        assertThat(result.getValue("output").toString()).contains("echo: hi");
        assertThat(result.getBoolean("error")).isFalse();
    }

    /** Claude Code goes on without it; the others don't begin. */
    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldSayWhichServerIsBroken(CliUnderTest teller) {
        // Given
        String agent = agent(teller, new JsonObject().put("mcpServers", servers(TinyMcpServer.missing("broken"))));
        model(teller, ok().perSecond(5));

        // When
        Told told = tell(agent);

        // Then
        assertThat(told.of("error")).hasSize(1);
        assertThat(told.state()).isEqualTo(teller == CliUnderTest.CLAUDE ? "completed" : "failed");
        assertThat(told.of("error").getFirst().getString("message"))
                .contains("The MCP server 'broken' could not be started", "Check that its command")
                .matches(ProvidersStoryTest.SENTENCES);
    }

    private String project() throws Exception {
        String name = "project-" + UUID.randomUUID();
        JsonObject project = new JsonObject()
                .put("name", name)
                .put("path", workTree().toString())
                .put("mcpServers", servers(TinyMcpServer.named(OF_PROJECT)));
        stage.api().json(stage.api().post("/api/projects", project));
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
