package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.Scenario;
import dev.yardmaster.testkit.llm.ToolCall;
import io.quarkiverse.mcp.server.McpConnection;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With every provider, in each of its modes, an agent calls the tools of the service with the MCP client of its CLI. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ToolStoryTest extends SharedStory {
    /** Enough to lose the session of MCP in between. */
    private static final Duration BETWEEN_CALLS = Duration.ofSeconds(8);

    @Inject
    ConnectionManager connections;

    @ParameterizedTest
    @ValueSource(strings = {"bidirectional", "one-shot"})
    void shouldFinishTheTaskWithWhatTheAgentReports(String mode) {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, new JsonObject().put("launchMode", mode));
            LlmEndpoint model = model(cli, getAndFinish(cli, "The yard is built."));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.state()).as(result.toString()).isEqualTo("completed");
            String task = result.session().getString("task");
            assertThat(fixture.api().awaitTask(task, "done").getString("result"))
                    .isEqualTo("The yard is built.");
            List<JsonObject> results = result.of("tool.result");
            assertThat(results).hasSize(2).noneMatch(it -> it.getBoolean("error"));
            assertThat(results.getFirst().getValue("output").toString()).contains(task);
            assertThat(model.requests().getLast().body().toString()).contains("End your turn now");
        });
    }

    @Test
    void shouldLetAgentsReportThatMayOnlyEdit() {
        onAllClis(cli -> assertReported(cli, "edit"));
    }

    /** The plan mode of Claude Code allows no MCP tool. */
    @Test
    void shouldLetAgentsReportThatMayOnlyRead() {
        onAllClisBut(CliUnderTest.CLAUDE, cli -> assertReported(cli, "read-only"));
    }

    private void assertReported(CliUnderTest cli, String permissions) {
        // Given
        String agent = agent(cli, new JsonObject().put("permissions", permissions));
        model(cli, getAndFinish(cli, "Looked at it."));

        // When
        SessionResult result = runTask(agent);

        // Then
        assertThat(result.of("tool.result")).hasSize(2).noneMatch(it -> it.getBoolean("error"));
        assertThat(fixture.api()
                        .awaitTask(result.session().getString("task"), "done")
                        .getString("result"))
                .isEqualTo("Looked at it.");
    }

    /** As after a restart of the service, or when another service answers. */
    @Test
    void shouldCallToolsAlthoughTheServiceHasForgottenTheSessionOfMcp() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(
                    cli,
                    tool(call(cli, "task_get", Json.object()))
                            .times(1)
                            .then(tool(call(cli, "task_finish", Json.object().put("summary", "Nothing was lost.")))
                                    .afterToolResult()
                                    .delay(BETWEEN_CALLS)
                                    .times(1)
                                    .then(ok().text("Reported."))));
            String session = fixture.api().awaitSession(fixture.api().task(agent, "Try"));
            fixture.awaitEvent(session, "tool.result");

            // When
            List<String> forgotten = forgetSessionsOfMcp();
            int callsBefore =
                    StoryFixture.of(fixture.api().events(session), "tool.call").size();

            // Then
            SessionResult result = awaitResult(session);
            assertThat(callsBefore).as("calls before the loss").isEqualTo(1);
            assertThat(result.of("tool.result")).hasSize(2).noneMatch(it -> it.getBoolean("error"));
            assertThat(fixture.api()
                            .awaitTask(result.session().getString("task"), "done")
                            .getString("result"))
                    .as("after %s", forgotten)
                    .isEqualTo("Nothing was lost.");
        });
    }

    private List<String> forgetSessionsOfMcp() {
        List<String> ids = StreamSupport.stream(connections.spliterator(), false)
                .map(McpConnection::id)
                .toList();
        ids.forEach(connections::remove);
        return ids;
    }

    @Test
    void shouldShowTheTokenOfTheSessionNowhere() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(
                    cli,
                    tool(cli.shell("env; cat /proc/$PPID/environ; cat /proc/$PPID/cmdline; cat "
                                    + LocalService.home().resolve("scratch") + "/*/mcp.json"))
                            .text("Printed."));

            // When
            SessionResult result = runTask(agent);

            // Then
            String id = result.session().getString("id");
            assertThat(result.of("tool.result")).isNotEmpty();
            assertThat(List.of(
                            result.events().toString(),
                            fixture.api()
                                    .get("/api/sessions/" + id + "/events?raw=true&limit=1000")
                                    .body(),
                            fixture.api()
                                    .get("/api/sessions/" + id + "/transcript")
                                    .body()))
                    .allSatisfy(shown -> assertThat(shown).doesNotContain("yms_"));
        });
    }

    private static Scenario getAndFinish(CliUnderTest cli, String summary) {
        return tool(call(cli, "task_get", Json.object()))
                .times(1)
                .then(tool(call(cli, "task_finish", Json.object().put("summary", summary)))
                        .afterToolResult()
                        .times(1)
                        .then(ok().text("Reported.")));
    }

    private static ToolCall call(CliUnderTest cli, String tool, ObjectNode arguments) {
        return new ToolCall(cli.mcpTool("yardmaster", tool), arguments);
    }
}
