package dev.yardmaster.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.docs.ApiRoutes;
import dev.yardmaster.openapi.ApiOperations.ApiOperation;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The OpenAPI document describes what the service does. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ApiDocumentTest {
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\":\"(#[^\"]+)\"");

    private final Api api = LocalService.api();
    private final JsonObject document = ApiOperations.document();
    private final List<ApiOperation> operations = ApiOperations.all();

    @Test
    void shouldListEveryRoute() {
        // When
        Set<String> routes = operations.stream()
                .map(operation -> operation.method() + " " + operation.path().replaceAll("\\{[^}]*}", "{}"))
                .collect(Collectors.toSet());

        // Then
        assertThat(routes).isEqualTo(ApiRoutes.all());
    }

    @Test
    void shouldNameEveryOperation() {
        // When
        List<String> ids = operations.stream().map(ApiOperation::id).toList();

        // Then
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z]+[A-Z][A-Za-z]+"));
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.json().getJsonArray("tags")).hasSize(1);
            assertThat(operation.json().getString("summary")).matches("[A-Z][^.]+\\.");
        });
    }

    @Test
    void shouldDescribeEveryParameterAndResponse() {
        // When
        List<JsonObject> parameters = operations.stream()
                .flatMap(operation -> operation.json().getJsonArray("parameters", new JsonArray()).stream())
                .map(JsonObject.class::cast)
                .toList();

        // Then
        assertThat(parameters).hasSizeGreaterThan(80).allSatisfy(parameter -> {
            assertThat(parameter.getString("description"))
                    .as(parameter.encode())
                    .isNotBlank();
            assertThat(parameter.getJsonObject("schema").isEmpty())
                    .as(parameter.encode())
                    .isFalse();
        });
        assertThat(operations).allSatisfy(operation -> {
            JsonObject responses = operation.json().getJsonObject("responses");
            assertThat(responses.fieldNames()).contains("400", "401", "403", "default");
            assertThat(responses.fieldNames()).anyMatch(status -> status.startsWith("2"));
            if (operation.path().contains("{")) {
                assertThat(responses.fieldNames()).contains("404");
            }
        });
    }

    @Test
    void shouldResolveEveryReference() {
        // When
        List<String> references = REFERENCE
                .matcher(document.encode())
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();

        // Then
        assertThat(references)
                .hasSizeGreaterThan(40)
                .allSatisfy(reference -> assertThat(
                                SchemaCheck.resolved(document, new JsonObject().put("$ref", reference)))
                        .isNotNull());
    }

    @Test
    void shouldListTheValuesOfATypeOnce() {
        // When
        List<JsonObject> references = document.getJsonObject("components").getJsonObject("schemas").stream()
                .map(schema -> ((JsonObject) schema.getValue()).getJsonObject("properties", new JsonObject()))
                .flatMap(properties -> properties.stream().map(property -> (JsonObject) property.getValue()))
                .filter(property -> property.containsKey("$ref"))
                .toList();

        // Then
        assertThat(references).hasSizeGreaterThan(20).noneMatch(property -> property.containsKey("enum"));
    }

    @Test
    void shouldTypeEveryBody() {
        // When
        List<ApiOperation> withBody =
                operations.stream().filter(ApiOperation::hasBody).toList();

        // Then
        assertThat(withBody).allSatisfy(operation -> {
            JsonObject schema = operation
                    .json()
                    .getJsonObject("requestBody")
                    .getJsonObject("content")
                    .getJsonObject("application/json")
                    .getJsonObject("schema");
            JsonObject properties = SchemaCheck.resolved(document, schema).getJsonObject("properties");
            assertThat(properties).as(operation.toString()).isNotEmpty();
            boolean patch = operation.method().equals("PATCH");
            assertThat(SchemaCheck.resolved(document, schema).containsKey("required") && patch)
                    .isFalse();
        });
    }

    @Test
    void shouldOfferTheTokenToClientsAndToTheSwaggerPage() {
        // When
        JsonObject scheme = document.getJsonObject("components").getJsonObject("securitySchemes");

        // Then
        assertThat(scheme.getJsonObject("token").getString("scheme")).isEqualTo("bearer");
        assertThat(document.getJsonArray("security").encode()).isEqualTo("[{\"token\":[]},{\"cookie\":[]}]");
    }

    @Test
    void shouldRespondAsDocumented() {
        // Given
        String name = "documented-" + System.nanoTime();
        String executable = Slots.script("exit 0");

        // When
        JsonObject agent = call(
                "registerAgent",
                Map.of(),
                new JsonObject()
                        .put("name", name)
                        .put("role", "worker")
                        .put("tags", new JsonArray().add("a"))
                        .put("executable", executable)
                        .put("mcpServers", new JsonObject("{\"files\":{\"command\":\"npx\",\"args\":[\"x\"]}}")));
        JsonObject task = call(
                "addTask",
                Map.of(),
                new JsonObject().put("title", "a").put("prompt", "b").put("requires", new JsonArray().add(name)));
        JsonObject session = call("startSession", Map.of("agent", name), new JsonObject().put("prompt", "go"));
        api.awaitEnd(session.getString("id"));

        // Then
        Map<String, String> ofTask = Map.of("id", task.getString("id"));
        Map<String, String> ofSession = Map.of("id", session.getString("id"));
        Map<String, String> ofAgent = Map.of("agent", agent.getString("id"), "provider", "claude-code");
        call("listAgents", Map.of());
        call("getAgent", ofAgent);
        call(
                "changeAgent",
                ofAgent,
                new JsonObject().put("instructions", "Be brief.").putNull("tags"));
        call("explainAgent", ofAgent);
        call("listSessions", Map.of());
        call("getSession", ofSession);
        call("getSessionEvents", ofSession);
        call("listTasks", Map.of());
        call("getTask", ofTask);
        call("changeTask", ofTask, new JsonObject().put("priority", 2).put("scheduledFor", "2099-01-01T00:00:00Z"));
        call("explainTask", ofTask);
        call("cancelTask", ofTask);
        call("reopenTask", ofTask);
        call("completeTask", ofTask, new JsonObject().put("result", "done"));
        call("addPlan", Map.of(), new JsonObject().put("name", name));
        call("listPlans", Map.of());
        call("activatePlan", Map.of("plan", name));
        call("cancelPlan", Map.of("plan", name));
        call(
                "addPool",
                Map.of(),
                new JsonObject("{\"size\":9,\"entries\":[\"steward:" + name + "\"]}").put("name", name));
        call("listPools", Map.of());
        call("changePool", Map.of("pool", name), new JsonObject().put("size", 8));
        call("removePool", Map.of("pool", name));
        JsonObject token = call("createToken", Map.of(), new JsonObject("{\"role\":\"viewer\"}").put("name", name));
        Map<String, String> ofToken = Map.of("id", token.getString("id"));
        call("listTokens", Map.of());
        call("getToken", ofToken);
        call("changeToken", ofToken, new JsonObject().put("expiresAt", "2099-01-01T00:00:00Z"));
        call("logIn", Map.of(), new JsonObject().put("token", token.getString("token")));
        call("logOut", Map.of());
        call("revokeToken", ofToken);
        call("listProjects", Map.of());
        call("getSettings", Map.of());
        call("changeSettings", Map.of(), new JsonObject().putNull("runtime"));
        call("listExecutables", Map.of());
        call("getExecutable", Map.of("name", "claude-code"));
        call(
                "putExecutable",
                Map.of("name", name),
                new JsonObject("{\"provider\":\"codex\",\"environment\":{\"A\":\"b\",\"C\":{\"secret\":\"d\"}}}"));
        call("removeExecutable", Map.of("name", name));
        call("listProviders", Map.of());
        call("getProvider", Map.of("id", "claude"));
        JsonObject limit = call(
                "reportLimit",
                Map.of(),
                new JsonObject().put("executable", executable).put("for", "PT1H"));
        call("listLimits", Map.of());
        call("getLimit", Map.of("id", limit.getString("id")));
        call("clearLimit", Map.of("id", limit.getString("id")));
        call("putAgentBudget", ofAgent, new JsonObject().put("usd", 5));
        call("putAgentBudget", ofAgent, new JsonObject().put("usd", 5).putNull("warningPercent"));
        call("listBudgets", Map.of());
        call("removeAgentBudget", ofAgent);
        call("getUsage", Map.of());
        call("getDispatcher", Map.of());
    }

    private JsonObject call(String id, Map<String, String> inPath) {
        return call(id, inPath, new JsonObject());
    }

    /** Calls an operation as a generated client would; its response must be as documented. */
    private JsonObject call(String id, Map<String, String> inPath, JsonObject body) {
        ApiOperation operation =
                operations.stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
        String target = operation.path();
        for (Map.Entry<String, String> parameter : inPath.entrySet()) {
            target = target.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        HttpResponse<String> response = api.send(operation.method(), target, operation.hasBody() ? body.encode() : "");
        JsonObject documented =
                operation.json().getJsonObject("responses").getJsonObject(String.valueOf(response.statusCode()));
        assertThat(response.statusCode()).as(id + ": " + response.body()).isBetween(200, 299);
        assertThat(documented)
                .as(id + " responds with " + response.statusCode())
                .isNotNull();
        if (response.body().isEmpty()) {
            assertThat(documented.containsKey("content")).as(id).isFalse();
            return new JsonObject();
        }
        JsonObject json = new JsonObject(response.body());
        JsonObject schema = documented
                .getJsonObject("content")
                .getJsonObject("application/json")
                .getJsonObject("schema");
        assertThat(SchemaCheck.differences(document, schema, json))
                .as(id + ": " + response.body())
                .isEmpty();
        return json;
    }
}
