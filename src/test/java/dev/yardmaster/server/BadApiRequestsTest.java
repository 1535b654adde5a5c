package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.RawHttp;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad request to a real route gets a problem response. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class BadApiRequestsTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String STREAM = "Accept: text/event-stream\r\n";
    private static final String UNKNOWN_ID = "00000000-0000-7000-8000-000000000000";
    private static final List<String> CODES =
            Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

    record Bad(String requestLine, String headers, String body) {
        @Override
        public String toString() {
            return requestLine.substring(0, Math.min(80, requestLine.length())) + " "
                    + body.substring(0, Math.min(60, body.length()));
        }
    }

    static Stream<Bad> badRequests() {
        return Stream.of(badReads(), badStreams(), badWrites(), badBodies()).flatMap(bad -> bad);
    }

    private static Stream<Bad> badReads() {
        return Stream.of(
                        "/api/agents/nobody",
                        "/api/agents/%00",
                        "/api/agents/a%00b",
                        "/api/agents/%ff%fe",
                        "/api/agents/" + UNKNOWN_ID,
                        "/api/agents/" + "a".repeat(3_000),
                        "/api/agents/%2e%2e%2fagents",
                        "/api/agents?after=%00",
                        "/api/agents?limit=0",
                        "/api/agents?limit=-1",
                        "/api/agents?limit=1001",
                        "/api/agents?limit=99999999999999999999",
                        "/api/agents?limit=1%20OR%201",
                        "/api/tasks?limit=-5",
                        "/api/tasks?state=OPEN",
                        "/api/tasks?state=%00",
                        "/api/tasks?after=x",
                        "/api/tasks/x",
                        "/api/tasks/%00",
                        "/api/tasks/" + UNKNOWN_ID,
                        "/api/tasks?plan=%00",
                        "/api/plans/nothing",
                        "/api/plans/%00",
                        "/api/plans/" + UNKNOWN_ID,
                        "/api/plans?after=%00",
                        "/api/plans?limit=0",
                        "/api/sessions?state=bogus",
                        "/api/sessions?state=%00",
                        "/api/sessions?agent=%00",
                        "/api/sessions?task=x",
                        "/api/sessions?after=" + "9".repeat(3_000),
                        "/api/sessions?limit=1e3",
                        "/api/sessions/x",
                        "/api/sessions/%00",
                        "/api/sessions/" + UNKNOWN_ID,
                        "/api/sessions/" + UNKNOWN_ID + "/events",
                        "/api/sessions/x/events",
                        "/api/sessions/" + UNKNOWN_ID + "/events?after=-1",
                        "/api/sessions/" + UNKNOWN_ID + "/events?limit=0",
                        "/api/sessions/" + UNKNOWN_ID + "/nothing",
                        "/api/nothing")
                .map(target -> new Bad("GET " + target, "", ""));
    }

    private static Stream<Bad> badStreams() {
        return Stream.of(
                        "/api/sessions/x/events",
                        "/api/sessions/%00/events",
                        "/api/sessions/" + UNKNOWN_ID + "/events",
                        "/api/sessions/" + UNKNOWN_ID + "/events?after=x",
                        "/api/agents/nobody/events",
                        "/api/agents/%00/events",
                        "/api/events?after=" + "9".repeat(3_000),
                        "/api/events?after=1-")
                .map(target -> new Bad("GET " + target, STREAM, ""));
    }

    private static Stream<Bad> badWrites() {
        return Stream.of(
                new Bad("POST /api/agents/nobody/start", JSON, "{}"),
                new Bad("POST /api/agents/%00/start", JSON, "{}"),
                new Bad("POST /api/agents/nobody/start", JSON, ""),
                new Bad("POST /api/agents/nobody/stop", "", ""),
                new Bad("PATCH /api/agents/nobody", JSON, "{\"enabled\":true}"),
                new Bad("DELETE /api/agents/nobody", "", ""),
                new Bad("DELETE /api/agents/%00", "", ""),
                new Bad("PUT /api/agents", JSON, "{}"),
                new Bad("DELETE /api/events", "", ""),
                new Bad("POST /api/tasks/x/cancel", "", ""),
                new Bad("POST /api/tasks/" + UNKNOWN_ID + "/reopen", "", ""),
                new Bad("PATCH /api/tasks/" + UNKNOWN_ID, JSON, "{}"),
                new Bad("PATCH /api/tasks/x", JSON, "{}"),
                new Bad("PATCH /api/tasks/" + UNKNOWN_ID, JSON, "[]"),
                new Bad("POST /api/tasks/" + UNKNOWN_ID + "/complete", "", ""),
                new Bad("POST /api/tasks/" + UNKNOWN_ID + "/complete", JSON, "[]"),
                new Bad("POST /api/plans/nothing/activate", "", ""),
                new Bad("POST /api/plans/%00/cancel", "", ""),
                new Bad("DELETE /api/plans/nothing", "", ""),
                new Bad("POST /api/sessions/" + UNKNOWN_ID + "/stop", "", ""),
                new Bad("POST /api/sessions/x/messages", JSON, "{\"text\":\"a\"}"),
                new Bad("POST /api/sessions/" + UNKNOWN_ID + "/messages", JSON, "{\"text\":\"\"}"),
                new Bad("POST /api/sessions/" + UNKNOWN_ID + "/messages", JSON, "{\"text\":5}"),
                new Bad("POST /api/tasks", "Content-Type: text/plain\r\n", "{}"),
                new Bad("POST /api/tasks", JSON + "Content-Length: 99999999\r\n", ""));
    }

    private static Stream<Bad> badBodies() {
        return Stream.of("/api/agents", "/api/tasks", "/api/plans")
                .flatMap(target -> Stream.of(
                                "",
                                "null",
                                "[]",
                                "5",
                                "{",
                                "{}",
                                "\"a\"",
                                "{\"name\":{}}",
                                "{\"title\":[]}",
                                "{\"title\":\"\\u0000\",\"prompt\":\"\\u0000\",\"name\":\"\\u0000\",\"role\":\"worker\"}",
                                "[".repeat(5_000),
                                "{\"title\":\"a\",\"prompt\":\"b\",\"agent\":\"\\u0000\"}",
                                "{\"name\":\"a\",\"role\":\"worker\",\"role\":\"boss\"}")
                        .map(body -> new Bad("POST " + target, JSON, body)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST  | agents        | {"name": "n", "role": "boss"}                              | unknown_role       | role
            POST  | agents        | {"name": "n", "role": "worker", "provider": "none"}        | unknown_provider   | provider
            POST  | agents        | {"name": "n", "role": "worker", "executable": "none"}      | unknown_executable | executable
            POST  | agents        | {"name": "n", "role": "worker", "fallbackChain": ["none"]} | unknown_executable | fallbackChain
            POST  | agents        | {"name": "n", "role": "worker", "project": "none"}         | unknown_project    | project
            POST  | tasks         | {"title": "t", "prompt": "p", "agent": "none"}             | unknown_agent      | agent
            POST  | tasks         | {"title": "t", "prompt": "p", "plan": "none"}              | unknown_plan       | plan
            POST  | tasks         | {"title": "t", "prompt": "p", "project": "none"}           | unknown_project    | project
            POST  | tasks         | {"title": "t", "prompt": "p", "provider": "none"}          | unknown_provider   | provider
            POST  | tasks         | {"title": "t", "prompt": "p", "executable": "none"}        | unknown_executable | executable
            POST  | tasks         | {"title": "t", "prompt": "p", "role": "boss"}              | unknown_role       | role
            POST  | tasks         | {"title": "t", "prompt": "p", "dependsOn": ["ID"]}         | unknown_task       | dependsOn
            POST  | projects      | {"name": "n", "path": "/", "agentProvider": "none"}        | unknown_provider   | agentProvider
            POST  | projects      | {"name": "n", "path": "/", "agentRuntime": "none"}         | unknown_runtime    | agentRuntime
            POST  | projects      | {"name": "n", "path": "/", "models": {"none": "m"}}        | unknown_provider   | models
            POST  | projects      | {"name": "n", "path": "/", "fallbackChain": ["none"]}      | unknown_executable | fallbackChain
            POST  | projects      | {"name": "n", "path": "/none"}                             | unusable_path      | path
            PATCH | settings      | {"defaultProvider": "none"}                                | unknown_provider   | defaultProvider
            PATCH | settings      | {"runtime": "none"}                                        | unknown_runtime    | runtime
            PATCH | settings      | {"defaultModels": {"none": "m"}}                           | unknown_provider   | defaultModels
            PATCH | settings      | {"fallbackChain": ["none"]}                                | unknown_executable | fallbackChain
            POST  | pools         | {"name": "n", "size": 1, "entries": [{"role": "worker", "provider": "none"}]} | unknown_provider | entries[0].provider
            POST  | pools         | {"name": "n", "size": 1, "entries": [{"role": "boss"}]}    | unknown_role       | entries[0].role
            POST  | limits        | {"executable": "none", "for": "PT1H"}                      | unknown_executable | executable
            PUT   | executables/n | {"provider": "none"}                                       | unknown_provider   | provider
            """)
    void shouldNameTheFieldOfAnUnknownReference(String method, String path, String body, String code, String field) {
        // When
        HttpResponse<String> response = LocalService.api().send(method, "/api/" + path, body.replace("ID", UNKNOWN_ID));

        // Then
        JsonObject problem = new JsonObject(response.body());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(problem.getString("code")).isEqualTo(code);
        assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo(field);
        assertThat(problem.getString("detail")).contains("'" + field + "'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            GET  | tasks/nope      |                                                | 404 | id
            GET  | tasks?after=no  |                                                | 400 | after
            POST | agents          | {"name": "n", "role": "worker", "tags": ["ä"]} | 400 | tags[0]
            """)
    void shouldNameWhatIsWrongAsTheUserSeesIt(
            String method, String path, @Nullable String body, int status, String field) {
        // When
        HttpResponse<String> response =
                LocalService.api().send(method, "/api/" + path, Objects.requireNonNullElse(body, ""));

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body())
                        .getJsonArray("errors")
                        .getJsonObject(0)
                        .getString("field"))
                .isEqualTo(field);
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void shouldRespondWithAProblem(Bad bad) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin(bad.requestLine(), bad.headers(), bad.body());

        // Then
        assertProblem(response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/agents",
                "GET /api/tasks",
                "GET /api/sessions",
                "GET /api/events",
                "GET /api/agents/x/events",
                "GET /api/sessions/" + UNKNOWN_ID + "/events",
                "POST /api/tasks",
                "DELETE /api/agents/x"
            })
    void shouldRequireAToken(String requestLine) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send(requestLine, http.host() + STREAM, "");

        // Then
        assertThat(response.status()).isEqualTo(401);
        assertProblem(response);
    }

    private static void assertProblem(RawHttp.Response response) {
        assertThat(response.status()).as(response.body()).isBetween(400, 499);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.problem().getString("code")).isIn(CODES);
        assertThat(response.problem().getInteger("status")).isEqualTo(response.status());
        assertThat(response.body())
                .doesNotContain("Exception", "\\tat ")
                .doesNotContainPattern("\\b(java|jakarta|io|org|com|dev)\\.[a-z]+\\.");
    }
}
