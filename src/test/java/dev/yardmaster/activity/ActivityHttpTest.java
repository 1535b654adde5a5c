package dev.yardmaster.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.RouteRole;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.id.Ids;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ActivityHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    private final Api admin = LocalService.api();
    private final String name = "activity-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldRecordWhatARequestHasChanged() {
        // Given
        JsonObject token = new TestTokens(pool).create(AccessRole.OPERATOR);
        Api operator = new TestTokens(pool).client(token);

        // When
        String task = operator.json(operator.post(
                        "/api/tasks",
                        new JsonObject()
                                .put("title", name)
                                .put("prompt", "go")
                                .put("priority", 3)
                                .put("role", "steward")))
                .getString("id");
        operator.json(operator.send("PATCH", "/api/tasks/" + task, "{\"priority\": 2}"));
        operator.json(operator.send("POST", "/api/tasks/" + task + "/cancel", ""));
        List<JsonObject> entries = awaited("thing=" + task, 3);

        // Then
        assertThat(entries)
                .extracting(entry -> entry.getString("action"))
                .containsExactly("task.cancel", "task.change", "task.add");
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.getMap())
                        .containsEntry("actorKind", "token")
                        .containsEntry("actor", token.getString("name"))
                        .containsEntry("kind", "task")
                        .containsEntry("name", name)
                        .containsEntry("address", "127.0.0.1")
                        .containsEntry("count", 1));
        assertThat(entries.get(1).getJsonObject("before").getInteger("priority"))
                .isEqualTo(3);
        assertThat(entries.get(1).getJsonObject("after"))
                .isEqualTo(new JsonObject().put("priority", 2).put("effectivePriority", 2));
        assertThat(entries.get(0).getJsonObject("after").getString("state")).isEqualTo("cancelled");
        assertThat(entries.get(2).containsKey("before")).isFalse();
    }

    @Test
    void shouldRecordThingsOfEachKind() {
        // Given
        Api api = admin;

        // When
        api.json(api.post("/api/plans", new JsonObject().put("name", name)));
        api.json(api.send("POST", "/api/plans/" + name + "/activate", ""));
        api.json(api.post("/api/pools", new JsonObject().put("name", name).put("size", 1)));
        api.json(api.send("PATCH", "/api/pools/" + name, "{\"size\": 2}"));
        api.json(api.send("DELETE", "/api/pools/" + name, ""));
        api.json(api.post("/api/agents", new JsonObject().put("name", name).put("role", "worker")));
        api.json(api.send("PATCH", "/api/agents/" + name, "{\"enabled\": false}"));
        api.json(api.send("PUT", "/api/budgets/agents/" + name, "{\"usd\": 5}"));
        api.json(api.send("DELETE", "/api/budgets/agents/" + name, ""));
        api.json(api.send("DELETE", "/api/agents/" + name, ""));
        List<JsonObject> entries = awaited("text=" + name, 10);

        // Then
        assertThat(entries.reversed())
                .extracting(entry -> entry.getString("action"))
                .containsExactly(
                        "plan.add",
                        "plan.activate",
                        "pool.add",
                        "pool.change",
                        "pool.delete",
                        "agent.add",
                        "agent.change",
                        "budget.set",
                        "budget.delete",
                        "agent.delete");
        assertThat(entries.get(6).getJsonObject("before")).isEqualTo(new JsonObject().put("size", 1));
        assertThat(entries.getFirst().getJsonObject("before").getString("role")).isEqualTo("worker");
    }

    @Test
    void shouldCompareTheBudgetsOfOnePeriod() {
        // Given
        admin.json(admin.post("/api/agents", new JsonObject().put("name", name).put("role", "worker")));
        String path = "/api/budgets/agents/" + name;
        admin.json(admin.send("PUT", path, "{\"usd\": 5}"));
        admin.json(admin.send("PUT", path + "?period=month", "{\"usd\": 50}"));

        // When
        admin.json(admin.send("PUT", path + "?period=month", "{\"usd\": 60}"));
        admin.json(admin.send("DELETE", path, ""));
        admin.json(admin.send("DELETE", "/api/agents/" + name, ""));

        // Then
        List<JsonObject> entries = awaited("kind=budget&thing=agents/" + name, 4);
        assertThat(entries.get(1).getJsonObject("before")).isEqualTo(new JsonObject().put("usd", 50.0));
        assertThat(entries.get(1).getJsonObject("after")).isEqualTo(new JsonObject().put("usd", 60.0));
        assertThat(entries.getFirst().getJsonObject("before").getString("period"))
                .isEqualTo("day");
    }

    @Test
    void shouldNeverShowSecrets() {
        // Given
        Api api = admin;

        // When
        api.json(api.send("PUT", "/api/executables/" + name, """
            {"provider": "claude-code", "environment": {"PLAIN": "canary-1", "KEY": {"secret": "canary-2"}}}
            """));
        api.json(api.send("PUT", "/api/executables/" + name, """
            {"provider": "claude-code", "environment": {"PLAIN": "canary-3", "KEY": {"secret": "canary-4"}}}
            """));
        api.json(api.send("DELETE", "/api/executables/" + name, ""));
        String mcp = """
            {"files": {"command": "npx", "args": ["--key=canary-5"], "env": {"KEY": "canary-6"}},
             "web": {"url": "https://canary-7@example.org/canary-8?key=canary-9", "headers": {"A": "canary-10"}}}
            """;
        api.json(api.send(
                "POST",
                "/api/agents",
                "{\"name\": \"" + name + "\", \"role\": \"worker\", \"enabled\": false, \"mcpServers\": " + mcp + "}"));
        api.json(api.send(
                "PATCH", "/api/agents/" + name, "{\"mcpServers\": " + mcp.replace("canary", "canary-x") + "}"));
        JsonObject token = api.json(
                api.post("/api/tokens", new JsonObject().put("name", name).put("role", "viewer")));
        List<JsonObject> entries = awaited("thing=" + name, 6);

        // Then
        String stored = pool.preparedQuery(
                        "SELECT string_agg(activity::text, ' ') FROM activity WHERE $1 IN (thing, name)")
                .execute(Tuple.of(name))
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getString(0);
        assertThat(stored + entries)
                .contains("***", "PLAIN", "KEY", "npx", "example.org")
                .doesNotContain("canary", token.getString("token"));
    }

    @Test
    void shouldCountRefusedRequestsInOneEntry() {
        // Given
        JsonObject token = new TestTokens(pool).create(AccessRole.VIEWER);
        Api viewer = new TestTokens(pool).client(token);
        List<RouteRole> refused = RouteRoles.all().stream()
                .filter(route -> !AccessRole.VIEWER.includes(route.role()))
                .toList();

        // When
        refused.forEach(route -> viewer.send(route.method(), route.path().replaceAll("[{}]", ""), ""));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(entries("actor=" + token.getString("name")).stream()
                                .filter(entry -> entry.getString("action").equals("request.refused"))
                                .mapToInt(entry -> entry.getInteger("count"))
                                .sum())
                        .isEqualTo(refused.size()));
        assertThat(entries("actor=" + token.getString("name"))).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void shouldRecordLoginsAndFailedLogins() {
        // Given
        JsonObject token = new TestTokens(pool).create(AccessRole.VIEWER);
        Instant start = Instant.now().minusMillis(2);

        // When
        admin.json(admin.post("/api/login", new JsonObject().put("token", token.getString("token"))));
        admin.post("/api/login", new JsonObject().put("token", "ym_" + "C".repeat(43)));

        // Then
        List<JsonObject> login = awaited("actor=" + token.getString("name"), 1);
        assertThat(login.getFirst().getString("action")).isEqualTo("login");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(entries("action=login.failed&from=" + start.minus(Duration.ofMinutes(1))))
                                .isNotEmpty());
        assertThat(entries("from=" + start).toString()).doesNotContain(token.getString("token"), "CCCC");
    }

    @Test
    void shouldPageAndFilter() {
        // Given
        admin.json(admin.post("/api/plans", new JsonObject().put("name", name)));
        admin.json(admin.send("POST", "/api/plans/" + name + "/activate", ""));
        admin.json(admin.send("POST", "/api/plans/" + name + "/cancel", ""));
        List<JsonObject> all = awaited("thing=" + name, 3);

        // When
        List<JsonObject> paged = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonObject page = admin.json(admin.get("/api/activity?limit=1&thing=" + name + after));
            page.getJsonArray("items").forEach(item -> paged.add((JsonObject) item));
            after = page.getString("next") == null ? null : "&after=" + page.getString("next");
        }

        // Then
        assertThat(paged).isEqualTo(all);
        assertThat(entries("thing=" + name + "&action=plan.cancel&kind=plan&text=CANCELLED"))
                .hasSize(1);
        assertThat(entries("thing=" + name + "&text=%25")).isEmpty();
        assertThat(entries("thing=" + name + "&kind=task")).isEmpty();
        assertThat(entries("thing=" + name + "&to=" + all.getLast().getString("at")))
                .isEmpty();
        assertThat(entries("thing=" + name + "&from=2026-01-01")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=yesterday", "to=1", "limit=0", "after=x", "who=ann", "text="})
    void shouldRejectBadFilters(String query) {
        // When
        var response = admin.get("/api/activity?" + query);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(query.replaceFirst("=.*", ""));
    }

    @Test
    void shouldStreamNewEntries() {
        // Given
        try (EventStream stream = EventStream.open(admin, "/api/activity")) {
            String first = stream.next().event();

            // When
            admin.json(admin.post("/api/plans", new JsonObject().put("name", name)));

            // Then
            assertThat(first).isEqualTo("reset");
            int heartbeats = stream.comments();
            List<JsonObject> seen = new ArrayList<>();
            while (seen.isEmpty() && stream.comments() < heartbeats + 2) {
                stream.readSome(1).stream()
                        .map(EventStream.Frame::json)
                        .filter(entry -> name.equals(entry.getString("name")))
                        .forEach(seen::add);
            }
            assertThat(seen).isEqualTo(entries("thing=" + name));
        }
    }

    @Test
    void shouldRecordTheStartOfASessionWithTheAgentAsTheThing() {
        // Given
        String agent = admin.agent(Slots.script("exit 0"));

        // When
        String session = admin.start(agent, "go");
        admin.change(agent, new JsonObject().put("enabled", false));

        // Then
        JsonObject entry = awaited("action=agent.start&thing=" + agent, 1).getFirst();
        assertThat(entry.getString("kind")).isEqualTo("agent");
        assertThat(entry.getJsonObject("after").getString("id")).isEqualTo(session);
    }

    @Test
    void shouldRecordWhatTheDispatcherAndAgentsDo() {
        // Given
        String agent = admin.agent(new JsonObject().put("enabled", false));
        String session = Ids.next().toString();
        String id = admin.json(admin.get("/api/agents/" + agent)).getString("id");
        String task = admin.json(admin.post(
                        "/api/tasks",
                        new JsonObject().put("title", name).put("prompt", "go").put("role", "steward")))
                .getString("id");

        // When
        execute("INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory,"
                + " state, started_at)"
                + " VALUES"
                + " ('" + session + "', '" + session + "', '" + id + "', '" + agent + "', '" + task
                + "', 'p', 'e', 'one-shot', '/', 'running', now())");
        execute("UPDATE session SET state = 'completed', ended_at = now(), end_reason = 'done' WHERE id = '" + session
                + "'");

        // Then
        assertThat(entries("thing=" + session))
                .extracting(entry ->
                        entry.getString("actorKind") + " " + entry.getString("actor") + " " + entry.getString("action"))
                .containsExactly("agent " + agent + " session.end", "service dispatcher session.start");
    }

    private List<JsonObject> awaited(String query, int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries(query)).hasSize(count));
        return entries(query);
    }

    private List<JsonObject> entries(String query) {
        return admin.json(admin.get("/api/activity?" + query)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
