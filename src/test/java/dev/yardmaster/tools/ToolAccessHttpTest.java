package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.agent.Role;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestTokens;
import dev.yardmaster.testkit.mcp.McpClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may call which tool: every tool with every role and every kind of token. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class ToolAccessHttpTest {
    private static final Map<Role, List<String>> TOOLS = Map.of(
            Role.DIRECTOR,
            List.of(
                    "agent_list",
                    "message_ack",
                    "message_list",
                    "message_send",
                    "plan_apply",
                    "plan_cancel",
                    "plan_get",
                    "subscribe",
                    "task_cancel",
                    "task_create",
                    "task_get",
                    "task_list",
                    "task_update",
                    "task_why"),
            Role.WORKER,
            List.of(
                    "ask",
                    "message_ack",
                    "message_list",
                    "message_send",
                    "progress",
                    "task_discovered",
                    "task_finish",
                    "task_get",
                    "task_hand_off",
                    "task_list",
                    "task_why"),
            Role.STEWARD,
            List.of(
                    "agent_list",
                    "ask",
                    "message_ack",
                    "message_list",
                    "message_send",
                    "review_diff",
                    "review_list",
                    "review_merge",
                    "review_reject",
                    "subscribe",
                    "task_create",
                    "task_get",
                    "task_list",
                    "task_why"));

    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();

    @TempDir
    Path directory;

    @Inject
    Pool pool;

    @Inject
    ToolTable table;

    @AfterEach
    void stopSessions() {
        agents.forEach(FakeAgent::stop);
    }

    @ParameterizedTest
    @EnumSource
    void shouldListAndAllowTheToolsOfTheRoleOnly(Role role) {
        // Given
        McpClient client = agent(role).client();

        // When
        client.initialize();
        List<String> listed = client.toolNames();

        // Then
        assertThat(listed).containsExactlyInAnyOrderElementsOf(TOOLS.get(role));
        assertThat(table.all()).allSatisfy(tool -> {
            JsonObject answer = new JsonObject(client.callHttp(tool.name(), new JsonObject().put("surplus", 1))
                    .body());
            if (listed.contains(tool.name())) {
                assertThat(answer.getJsonObject("result").getBoolean("isError")).isTrue();
                assertThat(answer.toString()).contains("'surplus' is not an argument of " + tool.name());
            } else {
                assertThat(answer.getJsonObject("error").getString("message")).contains(tool.name());
            }
        });
    }

    @Test
    void shouldHaveFewToolsWithFewArguments() {
        assertThat(TOOLS.values()).allSatisfy(tools -> assertThat(tools).hasSizeLessThanOrEqualTo(Tool.MOST_TOOLS));
        assertThat(table.all())
                .allSatisfy(tool -> assertThat(tool.arguments()).hasSizeLessThanOrEqualTo(Tool.MOST_ARGUMENTS));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseTheTokenOfASessionAtThePathsOfOtherRoles(Role role) {
        // Given
        McpClient client = agent(role).client();

        // When
        List<HttpResponse<String>> responses = Stream.of(Role.values())
                .filter(other -> other != role)
                .map(other -> client.with(client.url().resolve("/mcp/" + other.value()), client.authorization()))
                .map(other -> other.callHttp("task_list", new JsonObject()))
                .toList();

        // Then
        assertThat(responses).hasSize(2).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("is a " + role.value(), "/mcp/" + role.value() + " only");
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEveryTokenThatIsNoneOfARunningSession(Role role) {
        // Given
        FakeAgent ended = agent(role);
        McpClient client = ended.client();
        ended.stop();
        String unknown = "Bearer yms_" + "A".repeat(43);
        String admin = "Bearer " + api.token();
        String operator =
                "Bearer " + new TestTokens(pool).create(AccessRole.OPERATOR).getString("token");

        // When / Then
        assertRefused(client, "", 401, "Send the header");
        assertRefused(client, unknown, 401, "No session has a token like");
        assertRefused(client, client.authorization(), 401, "ended at");
        assertRefused(client, "Bearer ym_" + "A".repeat(43), 401, "No token is like");
        assertRefused(client, admin, 403, "Only a session of an agent may call tools");
        assertRefused(client, operator, 403, "Only a session of an agent may call tools");
    }

    @Test
    void shouldRefuseTheTokenOfASessionThatAnotherServiceHasEnded() {
        // Given
        FakeAgent agent = agent(Role.DIRECTOR);
        HttpResponse<String> before = agent.client().callHttp("task_list", new JsonObject());

        // When
        pool.preparedQuery(
                        "UPDATE session SET state = 'lost', ended_at = now(), end_reason = 'taken over' WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(agent.session())))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        assertThat(before.statusCode()).isEqualTo(200);
        assertRefused(agent.client(), agent.client().authorization(), 401, "ended at");
    }

    @Test
    void shouldAllowASessionNoRouteOfTheApiButThatOfTheCaller() {
        // Given
        FakeAgent agent = agent(Role.DIRECTOR);
        Api asAgent =
                new Api(LocalService.base(), agent.client().authorization().substring("Bearer ".length()));

        // When
        JsonObject caller = asAgent.json(asAgent.get("/api/caller"));

        // Then
        assertThat(caller.getString("name")).isEqualTo(agent.name());
        assertThat(caller.getString("role")).isEqualTo("agent");
        assertThat(RouteRoles.all().stream()
                        .filter(route -> route.role() != AccessRole.AGENT)
                        .toList())
                .hasSizeGreaterThan(70)
                .allSatisfy(route -> {
                    String path = route.path().replaceAll("\\{[^}]*}", agent.session());
                    HttpResponse<String> response = asAgent.send(route.method(), path, "");
                    assertThat(response.statusCode()).as(route.toString()).isEqualTo(403);
                    assertThat(response.body()).contains("has the role agent");
                });
    }

    @Test
    void shouldCreateNoOtherTokenWithTheRoleOfAgents() {
        // When
        HttpResponse<String> response =
                api.post("/api/tokens", new JsonObject().put("name", "sly").put("role", "agent"));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("There is no role 'agent' for tokens");
    }

    @Test
    void shouldOfferNoStreamAndNoOtherPath() {
        // Given
        McpClient client = agent(Role.WORKER).client();

        // When
        HttpResponse<String> stream = client.send("GET");
        List<HttpResponse<String>> others = Stream.of("/mcp", "/mcp/", "/mcp/sse", "/mcp/worker/sse", "/mcp/nobody")
                .map(path -> client.with(client.url().resolve(path), client.authorization()))
                .map(other -> other.callHttp("task_get", new JsonObject()))
                .toList();

        // Then
        assertThat(stream.statusCode()).isEqualTo(405);
        assertThat(stream.body()).contains("supports POST and DELETE only");
        assertThat(others)
                .allSatisfy(response -> assertThat(response.statusCode()).isEqualTo(403));
    }

    @Test
    void shouldRefuseAListWithoutMessages() {
        // Given
        McpClient client = agent(Role.WORKER).client();
        client.initialize();

        // When
        List<HttpResponse<String>> responses =
                Stream.of("[]", "[1]").map(client::sendBody).toList();

        // Then
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
            assertThat(response.body()).contains("must be a JSON-RPC message");
        });
    }

    @Test
    void shouldServeASessionOfMcpThatTheServiceDoesNotKnow() {
        // Given
        McpClient client = agent(Role.DIRECTOR).client();
        client.initialize();
        client.loseSession();

        // When
        McpClient.ToolResult result = client.call("agent_list", Map.of());

        // Then
        assertThat(result.error()).isFalse();
    }

    private FakeAgent agent(Role role) {
        FakeAgent agent = FakeAgent.without(directory, role.value(), new JsonObject());
        agents.add(agent);
        return agent;
    }

    private static void assertRefused(McpClient client, String authorization, int status, String reason) {
        HttpResponse<String> response =
                client.with(client.url(), authorization).callHttp("task_list", new JsonObject());
        assertThat(response.statusCode()).as(reason).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(reason);
    }
}
