package dev.yardmaster.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Wrapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PoolHttpTest {
    /** An entry that matches no agent of any other test. A pool with other entries is disabled, so that it counts no session of another test. */
    private static final String UNUSED = "steward:no-agent-has-this-focus";

    @Inject
    Notifications notifications;

    @Inject
    io.vertx.mutiny.sqlclient.Pool database;

    private final Api api = LocalService.api();
    private String name;

    @BeforeEach
    void connect() {
        name = "pool-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @AfterEach
    void clear() {
        database.query("DELETE FROM pool WHERE name LIKE '" + name + "%'")
                .execute()
                .await()
                .indefinitely();
    }

    @Test
    void shouldAddAPoolWithEntriesInBothForms() {
        // Given
        JsonObject body = new JsonObject("""
                {"size": 6, "enabled": false, "entries": ["worker:ephemeral:100:3:claude:sonnet", "steward:merge",
                    {"role": "worker", "slots": 3, "provider": "opencode-cli", "model": "ollama/qwen3:8b"}]}""").put("name", name);

        // When
        HttpResponse<String> response = api.post("/api/pools", body);

        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        JsonObject pool = api.json(response);
        assertThat(response.headers().firstValue("Location").orElseThrow())
                .endsWith("/api/pools/" + pool.getString("id"));
        assertThat(api.json(api.get("/api/pools/" + name))).isEqualTo(pool);
        assertThat(api.json(api.get("/api/pools/" + pool.getString("id")))).isEqualTo(pool);
        pool.remove("id");
        pool.remove("createdAt");
        assertThat(pool).isEqualTo(new JsonObject("""
                {"name": "%s", "size": 6, "enabled": false, "used": 0, "entries": [
                    {"role": "worker", "mode": "ephemeral", "priority": 100, "slots": 3, "provider": "claude-code",
                        "model": "sonnet", "used": 0},
                    {"role": "steward", "focus": "merge", "priority": 0, "used": 0},
                    {"role": "worker", "priority": 0, "slots": 3, "provider": "opencode", "model": "ollama/qwen3:8b", "used": 0}]}
                """.formatted(name)));
    }

    @Test
    void shouldAddAPoolWithoutEntries() {
        // When
        JsonObject pool = api.json(api.post(
                "/api/pools",
                new JsonObject().put("name", name).put("size", 10_000).put("enabled", false)));

        // Then
        assertThat(pool.getJsonArray("entries")).isEmpty();
        assertThat(pool.getBoolean("enabled")).isFalse();
    }

    @Test
    void shouldChangeTheFieldsOfAPatch() {
        // Given
        api.json(api.post("/api/pools", minimal()));

        // When
        JsonObject changed = api.json(patch("""
                {"size": 2, "enabled": false, "entries": ["director:persistent:5:2"], "name": "%s-b"}""".formatted(name)));

        // Then
        assertThat(api.json(api.get("/api/pools/" + name + "-b"))).isEqualTo(changed);
        assertThat(changed.getInteger("size")).isEqualTo(2);
        assertThat(changed.getJsonArray("entries")).isEqualTo(new JsonArray("""
                [{"role": "director", "mode": "persistent", "priority": 5, "slots": 2, "used": 0}]"""));
        assertThat(api.get("/api/pools/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldResetFieldsThatAPatchSetsToNull() {
        // Given
        api.json(api.post("/api/pools", minimal().put("enabled", false)));

        // When
        JsonObject changed = api.json(patch("{\"enabled\": null, \"entries\": null}"));

        // Then
        assertThat(changed.getBoolean("enabled")).isTrue();
        assertThat(changed.getJsonArray("entries")).isEmpty();
    }

    @Test
    void shouldAcceptTheEntriesOfAResponse() {
        // Given
        JsonObject pool = api.json(api.post("/api/pools", minimal()));
        assertThat(pool.getBoolean("enabled")).isTrue();

        // When
        JsonObject same = api.json(patch(
                new JsonObject().put("entries", pool.getJsonArray("entries")).encode()));

        // Then
        assertThat(same).isEqualTo(pool);
    }

    @Test
    void shouldKeepAStoredProviderThatBecameUnknown() {
        // Given
        api.json(api.post("/api/pools", minimal().put("entries", new JsonArray().add(UNUSED + "::2:" + Wrapper.ID))));
        database.query("UPDATE pool SET entries = jsonb_set(entries, '{0,provider}', '\"gone\"') WHERE name = '" + name
                        + "'")
                .execute()
                .await()
                .indefinitely();

        // When
        JsonObject changed = api.json(patch("{\"size\": 3}"));

        // Then
        assertThat(changed.getJsonArray("entries").getJsonObject(0).getString("provider"))
                .isEqualTo("gone");
        assertThat(changed.getInteger("size")).isEqualTo(3);
    }

    @Test
    void shouldPagePoolsByName() {
        // Given
        List.of("-0", "-1", "-2")
                .forEach(suffix -> api.json(api.post("/api/pools", minimal().put("name", name + suffix))));

        // When
        JsonObject page = api.json(api.get("/api/pools?limit=2&after=" + name));

        // Then
        assertThat(page.getJsonArray("items").stream().map(it -> ((JsonObject) it).getString("name")))
                .containsExactly(name + "-0", name + "-1");
        assertThat(page.getString("next")).isEqualTo(name + "-1");
    }

    @Test
    void shouldRejectANameThatIsTaken() {
        // Given
        api.json(api.post("/api/pools", minimal()));
        api.json(api.post("/api/pools", minimal().put("name", name + "-b")));

        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/pools", minimal()),
                api.send("PATCH", "/api/pools/" + name + "-b", "{\"name\": \"" + name + "\"}"));

        // Then
        assertThat(responses).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("name_taken");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH", "DELETE"})
    void shouldReportAnUnknownPool(String method) {
        // When
        HttpResponse<String> response = api.send(method, "/api/pools/" + name, method.equals("PATCH") ? "{}" : "");

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("pool_not_found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": null}                                     | invalid_request  | 'name' is missing
            {"name": "a b"}                                    | invalid_request  | 'name' must be 1 to 64
            {"name": "0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11"}   | invalid_request  | look like an id
            {"size": null}                                     | invalid_request  | 'size' is missing
            {"size": 0}                                        | invalid_request  | 'size' must be 1 to 10000
            {"size": 10001}                                    | invalid_request  | 'size' must be 1 to 10000
            {"size": 1.5}                                      | invalid_json     | size
            {"size": "6"}                                      | invalid_json     | size
            {"used": 3}                                        | invalid_json     | used
            {"entries": "worker"}                              | invalid_json     | entries
            {"entries": [7]}                                   | invalid_json     | entries
            {"entries": [null]}                                | invalid_request  | must be an object or a text
            {"entries": [{}]}                                  | invalid_request  | role
            {"entries": [{"role": "boss"}]}                    | unknown_role     | There is no role 'boss'
            {"entries": ["boss:x"]}                            | unknown_role     | 'entries' is 'boss:x'. There is no role 'boss'
            {"entries": ["worker:often"]}                      | invalid_request  | 'entries' is 'worker:often'. There is no agent mode 'often'
            {"entries": ["worker::1001"]}                      | invalid_request  | must be 0 to 1000
            {"entries": [{"role": "worker", "priority": -1}]}  | invalid_request  | must be 0 to 1000
            {"entries": ["worker:::0"]}                        | invalid_request  | must be 1 to the size of the pool
            {"entries": ["worker:::6", "worker:::7"]}          | invalid_request  | 'entries[1].slots' is '7'. The pool's size is 6.
            {"entries": ["worker::::emacs"]}                   | unknown_provider | 'entries[0].provider' is 'emacs'. There is no provider 'emacs'. Known providers: claude-code
            {"entries": ["worker:::::opus"]}                   | invalid_request  | 'entries[0].model' is 'opus'. Each provider has its own model names.
            {"entries": [{"role": "worker", "focus": "merge"}]} | invalid_request | 'entries[0].focus' is 'merge'. Only stewards have a focus.
            {"entries": [{"role": "worker", "colour": "red"}]} | invalid_json     | colour
            {"entries": [{"role": "steward", "focus": ""}]}    | invalid_request  | must have 1 to 64 characters
            {"entries": ["steward:a\\u0000b"]}                 | invalid_request  | NUL
            """)
    void shouldRejectInvalidPoolsAndPatches(String fields, String code, String detail) {
        // Given
        JsonObject pool = api.json(api.post("/api/pools", minimal()));

        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/pools", minimal().put("name", name + "-bad").mergeIn(new JsonObject(fields))),
                patch(fields));

        // Then
        assertThat(responses).allSatisfy(response -> {
            JsonObject problem = new JsonObject(response.body());
            assertThat(problem.getString("code")).as(response.body()).isEqualTo(code);
            assertThat(problem.getString("detail")).contains(detail);
        });
        assertThat(api.json(api.get("/api/pools/" + name))).isEqualTo(pool);
        assertThat(api.get("/api/pools/" + name + "-bad").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRejectASizeBelowTheSlotsOfAnEntry() {
        // Given
        api.json(api.post("/api/pools", minimal().put("entries", new JsonArray().add(UNUSED + "::4"))));

        // When
        HttpResponse<String> response = patch("{\"size\": 3}");

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("'entries[0].slots' is '4'. The pool's size is 3.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "DELETE"})
    void shouldWakeTheDispatcher(String method) {
        // Given
        var wakeUps = new AtomicInteger();
        notifications.listen("yardmaster_dispatch", wakeUps::incrementAndGet);
        await().until(() -> {
            if (wakeUps.get() == 0) {
                database.query("NOTIFY yardmaster_dispatch").execute().await().indefinitely();
                return false;
            }
            return true;
        });
        String pool = method.equals("POST") ? name + "-b" : name;
        api.json(api.post("/api/pools", minimal()));
        wakeUps.set(0);

        // When
        HttpResponse<String> response =
                switch (method) {
                    case "POST" -> api.post("/api/pools", minimal().put("name", pool));
                    case "PATCH" -> patch("{\"size\": 7}");
                    default -> api.send(method, "/api/pools/" + pool, "");
                };

        // Then
        api.json(response);
        await().until(() -> wakeUps.get() > 0);
    }

    private JsonObject minimal() {
        return new JsonObject().put("name", name).put("size", 6).put("entries", new JsonArray().add(UNUSED));
    }

    private HttpResponse<String> patch(String body) {
        return api.send("PATCH", "/api/pools/" + name, body);
    }
}
