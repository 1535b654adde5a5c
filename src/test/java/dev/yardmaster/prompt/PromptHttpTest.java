package dev.yardmaster.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PromptHttpTest {
    private final Api api = LocalService.api();

    @AfterEach
    void removeTheTextsForAllAgents() {
        for (String path : List.of("worker", "worker?provider=codex", "steward?focus=docs")) {
            api.send("DELETE", "/api/prompts/" + path, "");
        }
    }

    @Test
    void shouldListTheBuiltInPrompts() {
        // When
        List<JsonObject> prompts = list();

        // Then
        assertThat(prompts)
                .filteredOn(prompt -> prompt.getString("source").equals("built-in"))
                .extracting(prompt -> prompt.getString("role"))
                .containsExactly("director", "steward", "worker");
    }

    @Test
    void shouldReplaceABuiltInPromptAndBringItBack() {
        // When
        JsonObject set = put("worker", "Be kind, {{agent}}.  \n");

        // Then
        assertThat(set.getString("source")).isEqualTo("workspace");
        assertThat(set.getString("text")).isEqualTo("Be kind, {{agent}}.");
        assertThat(set.getString("changedAt")).isNotNull();
        assertThat(get("worker").getString("text")).isEqualTo("Be kind, {{agent}}.");
        assertThat(list())
                .filteredOn(prompt -> prompt.getString("source").equals("built-in"))
                .extracting(prompt -> prompt.getString("role"))
                .containsExactly("director", "steward");

        // When
        api.json(api.send("DELETE", "/api/prompts/worker", ""));

        // Then
        assertThat(get("worker").getString("source")).isEqualTo("built-in");
        HttpResponse<String> again = api.send("DELETE", "/api/prompts/worker", "");
        assertThat(again.statusCode()).isEqualTo(404);
        assertThat(again.body()).contains("prompt_not_found", "GET /api/agents/{agent}/prompt");
    }

    @Test
    void shouldShowWhichTextAnAgentGets() {
        // Given
        String agent = api.agent(new JsonObject().put("provider", "codex"));

        // When
        put("worker?provider=codex", "For Codex.");
        JsonObject byProvider = ofAgent(agent, "");
        JsonObject byAnotherProvider = ofAgent(agent, "?provider=opencode");
        put("worker?agent=" + agent, "For {{agent}} only.");
        JsonObject byAgent = ofAgent(agent, "");

        // Then
        assertThat(byProvider.getString("text")).isEqualTo("For Codex.");
        assertThat(byAnotherProvider.getString("text")).contains("You are " + agent + ", a worker");
        assertThat(byAgent.getString("text")).isEqualTo("For " + agent + " only.");
        assertThat(byAgent.getJsonArray("levels")).isEqualTo(new JsonArray("""
                [{"source":"agent","won":true},
                 {"source":"workspace","provider":"codex","won":false},
                 {"source":"built-in","won":false}]
                """));
        assertThat(get("worker?agent=" + agent).getString("agent")).isEqualTo(agent);
    }

    @Test
    void shouldForgetThePromptOfARemovedAgent() {
        // Given
        String agent = api.agent(new JsonObject());
        put("worker?agent=" + agent, "For one.");

        // When
        api.json(api.send("DELETE", "/api/agents/" + agent, ""));

        // Then
        assertThat(list()).noneMatch(prompt -> agent.equals(prompt.getString("agent")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            worker?focus=docs                | {"text":"x"} | 400 | Only stewards have a focus
            worker?provider=emacs            | {"text":"x"} | 404 | Known providers:
            worker?agent=none-such           | {"text":"x"} | 404 | agent_not_found
            worker?project=none-such         | {"text":"x"} | 404 | project_not_found
            worker?agent=a&project=b         | {"text":"x"} | 400 | Give one of the two
            boss                             | {"text":"x"} | 422 | The roles are director, worker and steward
            worker                           | {}           | 400 | give the text of the prompt
            worker                           | {"txt":"x"}  | 400 | txt
            """)
    void shouldExplainWhatIsWrong(String path, String body, int status, String explanation) {
        // When
        HttpResponse<String> response = api.send("PUT", "/api/prompts/" + path, body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(explanation);
    }

    @Test
    void shouldRefuseATextThatIsTooLong() {
        // When
        HttpResponse<String> response = api.send(
                "PUT",
                "/api/prompts/worker",
                new JsonObject().put("text", "x".repeat(100_001)).encode());

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("at most 100,000 characters");
    }

    @Test
    void shouldPage() {
        // Given
        put("steward?focus=docs", "Docs.");
        String agent = api.agent(new JsonObject());
        put("worker?agent=" + agent + "&provider=codex", "Of one.");

        // When
        JsonObject first = api.json(api.get("/api/prompts?limit=1"));
        JsonObject second = api.json(api.get("/api/prompts?limit=1000&after=" + first.getString("next")));

        // Then
        assertThat(first.getJsonArray("items")).hasSize(1);
        assertThat(second.getJsonArray("items").size() + 1).isEqualTo(list().size());
    }

    private JsonObject put(String path, String text) {
        return api.json(api.send(
                "PUT",
                "/api/prompts/" + path,
                new JsonObject().put("text", text).encode()));
    }

    private JsonObject get(String path) {
        return api.json(api.get("/api/prompts/" + path));
    }

    private JsonObject ofAgent(String agent, String parameters) {
        return api.json(api.get("/api/agents/" + agent + "/prompt" + parameters));
    }

    private List<JsonObject> list() {
        return api.json(api.get("/api/prompts?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
