package dev.yardmaster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Invalid agents and patches. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class AgentRefusalTest {
    private final Api api = LocalService.api();
    private String name;

    @BeforeEach
    void connect() {
        name = "crew-" + UUID.randomUUID().toString().substring(0, 8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":null}              | invalid_request
            {"role":null}              | invalid_request
            {"role":"boss"}            | unknown_role
            {"provider":"nope"}        | unknown_provider
            {"executable":"nope"}      | unknown_executable
            {"maxConcurrentTasks":0}   | invalid_request
            {"maxConcurrentTasks":"x"} | invalid_json
            {"permissions":"all"}      | invalid_request
            {"fallbackChain":["nope"]} | unknown_executable
            {"fallbackChain":["slot-1","slot-1"]} | invalid_request
            {"fallbackChain":[null]}   | invalid_request
            {"mcpServers":[]}          | invalid_json
            {"mcpServers":{"a":{}}}    | invalid_request
            {"mcpServers":{"a b":{"command":"x"}}} | invalid_request
            {"mcpServers":{"a":{"command":"x","colour":1}}} | invalid_request
            {"mcpServers":{"a":{"command":"\\u0000"}}} | invalid_request
            {"mode":"forever"}         | invalid_request
            {"tags":["a b"]}           | invalid_request
            {"tags":[""]}              | invalid_request
            {"tags":[null]}            | invalid_request
            {"tags":"gpu"}             | invalid_json
            {"fallback":"no"}          | invalid_json
            {"instructions":7}         | invalid_json
            {"colour":"blue"}          | invalid_json
            {"id":"x"}                 | invalid_json
            {"state":"busy"}           | invalid_json
            {"name":"a/b"}             | invalid_request
            {"name":"a\\u0000b"}       | invalid_request
            {"focus":"a\\u0000b"}      | invalid_request
            []                         | invalid_json
            null                       | invalid_json
            """)
    void shouldRefuseBadPatchesAndChangeNothing(String patch, String code) {
        // Given
        JsonObject agent = api.json(api.post("/api/agents", worker()));

        // When
        HttpResponse<String> answer = send("PATCH", name, patch);

        // Then
        assertThat(new JsonObject(answer.body()).getString("code"))
                .as(answer.body())
                .isEqualTo(code);
        assertThat(answer.statusCode()).isBetween(400, 422);
        assertThat(api.json(api.get("/api/agents/" + name))).isEqualTo(agent);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"role":"worker"}                                           | invalid_request
            {"name":"%s"}                                               | invalid_request
            {"name":"a/b","role":"worker"}                              | invalid_request
            {"name":"","role":"worker"}                                 | invalid_request
            {"name":"-a","role":"worker"}                               | invalid_request
            {"name":"ünder","role":"worker"}                            | invalid_request
            {"name":"0d5b1c1e-7f3a-4c9b-8b59-1c4f7a0f2b11","role":"worker"} | invalid_request
            {"name":"%s","role":"boss"}                                 | unknown_role
            {"name":"%s","role":"worker","provider":"nope"}             | unknown_provider
            {"name":"%s","role":"worker","executable":"nope"}           | unknown_executable
            {"name":"%s","role":"worker","launchMode":"nope"}           | invalid_request
            {"name":"%s","role":"worker","maxConcurrentTasks":101}      | invalid_request
            {"name":"%s","role":"worker","colour":"blue"}               | invalid_json
            {"name":"%s","role":"worker","model":""}                    | invalid_request
            """)
    void shouldRefuseBadAgents(String body, String code) {
        // When
        HttpResponse<String> answer = send("POST", "", body.formatted(name));

        // Then
        assertThat(new JsonObject(answer.body()).getString("code"))
                .as(answer.body())
                .isEqualTo(code);
        assertThat(api.get("/api/agents/" + name).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "model", "focus", "provider", "executable"})
    void shouldRefuseTenThousandCharacters(String field) {
        // When
        HttpResponse<String> answer = api.post("/api/agents", worker().put(field, "a".repeat(10_000)));

        // Then
        assertThat(answer.statusCode()).isBetween(400, 422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        // Given
        api.json(api.post("/api/agents", worker()));
        String other = api.agent("claude-code");

        // When
        List<HttpResponse<String>> answers =
                List.of(api.post("/api/agents", worker()), send("PATCH", other, worker().encode()));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("name_taken");
        });
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
