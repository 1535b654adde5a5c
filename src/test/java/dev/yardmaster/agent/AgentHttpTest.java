package dev.yardmaster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class AgentHttpTest {
    private static final String WAITING = "read -r _; cat >/dev/null";

    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private String name;

    @BeforeEach
    void connect() {
        name = "crew-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @Test
    void shouldRegisterAnAgentWithDefaults() {
        // When
        HttpResponse<String> answer = api.post("/api/agents", worker());

        // Then
        JsonObject agent = api.json(answer);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/agents/" + agent.getString("id"));
        assertThat(agent.getString("name")).isEqualTo(name);
        assertThat(agent.getInteger("maxConcurrentTasks")).isOne();
        assertThat(agent.getBoolean("enabled")).isTrue();
        assertThat(agent.getString("state")).isEqualTo("idle");
        assertThat(agent.fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "role",
                        "mode",
                        "tags",
                        "fallback",
                        "maxConcurrentTasks",
                        "enabled",
                        "permissions",
                        "fallbackChain",
                        "mcpServers",
                        "state",
                        "createdAt");
        assertThat(agent.getString("permissions")).isEqualTo("full");
        assertThat(agent.getString("mode")).isEqualTo("ephemeral");
        assertThat(agent.getJsonArray("tags")).isEmpty();
        assertThat(agent.getBoolean("fallback")).isTrue();
    }

    @Test
    void shouldStoreModeTagsAndFallback() {
        // Given
        String patch = "{\"mode\": \"persistent\", \"tags\": [\"os:Linux\", \"GPU\", \"gpu\"], \"fallback\": false}";
        api.json(api.post("/api/agents", worker()));

        // When
        JsonObject changed = api.json(send("PATCH", name, patch));
        JsonObject reset = api.json(send("PATCH", name, "{\"mode\": null, \"tags\": null, \"fallback\": null}"));

        // Then
        assertThat(changed.getString("mode")).isEqualTo("persistent");
        assertThat(changed.getJsonArray("tags")).containsExactly("gpu", "os:linux");
        assertThat(changed.getBoolean("fallback")).isFalse();
        assertThat(reset.getString("mode")).isEqualTo("ephemeral");
        assertThat(reset.getJsonArray("tags")).isEmpty();
        assertThat(reset.getBoolean("fallback")).isTrue();
    }

    @Test
    void shouldNotMoveTheWorkOfAnAgentWithoutFallback() {
        // Given
        String own = name + "-own";
        String next = name + "-next";
        for (String executable : List.of(own, next)) {
            api.json(api.send("PUT", "/api/executables/" + executable, "{\"provider\":\"claude-code\"}"));
        }
        api.json(api.post(
                "/api/agents", worker().put("executable", own).put("fallbackChain", new JsonArray().add(next))));
        String limit = api.json(api.post(
                        "/api/limits", new JsonObject().put("executable", own).put("for", "PT1H")))
                .getString("id");

        // When
        List<String> with = hops();
        api.json(send("PATCH", name, "{\"fallback\": false}"));
        List<String> without = hops();

        // Then
        assertThat(with).containsExactly(own, next);
        assertThat(without).containsExactly(own);
        api.json(api.send("DELETE", "/api/limits/" + limit, ""));
    }

    @Test
    void shouldFindAnAgentByIdAndByName() {
        // Given
        JsonObject agent = api.json(api.post("/api/agents", worker()));

        // When
        List<JsonObject> found = List.of(
                api.json(api.get("/api/agents/" + agent.getString("id"))), api.json(api.get("/api/agents/" + name)));

        // Then
        assertThat(found).containsExactly(agent, agent);
    }

    @Test
    void shouldPageAgentsByName() {
        // Given
        List<String> names = IntStream.range(0, 5).mapToObj(i -> name + "-" + i).toList();
        names.forEach(each -> api.json(api.post("/api/agents", worker().put("name", each))));

        // When
        List<String> found = new ArrayList<>();
        JsonObject page = api.json(api.get("/api/agents?limit=2&after=" + name));
        while (found.size() < 5) {
            page.getJsonArray("items").forEach(item -> found.add(((JsonObject) item).getString("name")));
            page = api.json(api.get("/api/agents?limit=2&after=" + found.getLast()));
        }

        // Then
        assertThat(found.subList(0, 5)).isEqualTo(names);
    }

    @Test
    void shouldChangeNamedFieldsAndResetNullsInAPatch() {
        // Given
        api.json(api.post(
                "/api/agents",
                worker().put("model", "opus").put("focus", "merge").put("maxConcurrentTasks", 7)));

        // When
        HttpResponse<String> answer = send(
                "PATCH", name, "{\"model\":null,\"maxConcurrentTasks\":null,\"enabled\":false,\"role\":\"steward\"}");

        // Then
        JsonObject agent = api.json(answer);
        assertThat(agent.containsKey("model")).isFalse();
        assertThat(agent.getString("focus")).isEqualTo("merge");
        assertThat(agent.getInteger("maxConcurrentTasks")).isOne();
        assertThat(agent.getString("state")).isEqualTo("disabled");
        assertThat(agent.getString("role")).isEqualTo("steward");
        assertThat(api.json(api.get("/api/agents/" + name))).isEqualTo(agent);
    }

    @Test
    void shouldStorePermissionsChainServersAndInstructions() {
        // Given
        String patch = """
                {"permissions": "read-only", "fallbackChain": ["slot-2", "slot-1"], "instructions": "Be kind – 日本語.",
                 "mcpServers": {"files": {"command": "npx", "args": ["-y"]}, "web": {"url": "https://example.org/mcp"}}}""";
        api.json(api.post("/api/agents", worker()));

        // When
        JsonObject patched = api.json(send("PATCH", name, patch));
        JsonObject changed = api.json(
                send(
                        "PATCH",
                        name,
                        "{\"permissions\": null, \"fallbackChain\": null, \"instructions\": null, \"mcpServers\": {\"web\": null}}"));

        // Then
        assertThat(patched.getMap()).containsAllEntriesOf(new JsonObject(patch).getMap());
        assertThat(changed.getString("permissions")).isEqualTo("full");
        assertThat(changed.getJsonArray("fallbackChain")).isEmpty();
        assertThat(changed.containsKey("instructions")).isFalse();
        assertThat(changed.getJsonObject("mcpServers").fieldNames()).containsExactly("files");
        assertThat(api.json(api.get("/api/agents/" + name))).isEqualTo(changed);
    }

    @Test
    void shouldAcceptOtherChangesWhenItsExecutableNoLongerExists() {
        // Given
        api.json(api.send("PUT", "/api/executables/" + name, "{\"provider\":\"claude-code\"}"));
        api.json(api.post("/api/agents", worker().put("executable", name)));
        pool.query("DELETE FROM executable WHERE name = '" + name + "'")
                .execute()
                .await()
                .indefinitely();
        await().until(() -> api.get("/api/executables/" + name).statusCode() == 404);

        // When
        JsonObject changed = api.json(send("PATCH", name, "{\"enabled\":false}"));

        // Then
        assertThat(changed.getString("executable")).isEqualTo(name);
        assertThat(changed.getBoolean("enabled")).isFalse();
    }

    @Test
    void shouldRemoveIdleAgentsOnly() {
        // Given
        String agent = api.agent(Slots.script(WAITING));
        String session = api.start(agent, "wait");

        // When
        HttpResponse<String> busy = send("DELETE", agent, "");
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        api.awaitEnd(session);
        HttpResponse<String> idle = send("DELETE", agent, "");

        // Then
        assertThat(busy.statusCode()).isEqualTo(409);
        assertThat(idle.statusCode()).isEqualTo(204);
        assertThat(api.get("/api/agents/" + agent).statusCode()).isEqualTo(404);
        assertThat(api.json(api.get("/api/sessions/" + session)).getString("agentName"))
                .isEqualTo(agent);
    }

    @Test
    void shouldKeepAnAgentWithReservedTasks() {
        // Given
        String agent = api.agent(new JsonObject().put("enabled", false));
        api.task(agent, "later");

        // When
        HttpResponse<String> answer = send("DELETE", agent, "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("conflict", "reserved");
    }

    @Test
    void shouldRemoveAnAgentWhoseTasksHaveOtherAgents() {
        // Given
        String agent = api.agent(new JsonObject().put("enabled", false));
        String task = api.task(agent, "later");
        api.json(api.send("PATCH", "/api/tasks/" + task, "{\"agent\": null, \"role\": \"steward\"}"));

        // When
        HttpResponse<String> answer = send("DELETE", agent, "");

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
        api.json(api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    private List<String> hops() {
        return api.json(api.get("/api/agents/" + name + "/resolution")).getJsonArray("hops").stream()
                .map(hop -> ((JsonObject) hop).getString("executable"))
                .toList();
    }

    private JsonObject worker() {
        return new JsonObject().put("name", name).put("role", "worker");
    }

    private HttpResponse<String> send(String method, String agent, String body) {
        HttpRequest request = HttpRequest.newBuilder(
                        LocalService.base().resolve(agent.isEmpty() ? "/api/agents" : "/api/agents/" + agent))
                .header("Authorization", "Bearer " + api.token())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
