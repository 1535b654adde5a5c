package dev.yardmaster.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.openapi.ApiOperations.ApiOperation;
import dev.yardmaster.problem.RawHttp;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all routes of the API. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class RouteRulesTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final RawHttp http = new RawHttp(LocalService.base());

    @Test
    void shouldRefuseUnknownQueryParametersOnEveryRoute() {
        // When
        List<ApiOperation> operations = ApiOperations.all();

        // Then
        assertThat(operations).hasSizeGreaterThan(60).allSatisfy(operation -> {
            RawHttp.Response response = send(operation.method() + " " + operation.target() + "?surplus=1", "", "");
            assertThat(response.status()).as(response.body()).isEqualTo(400);
            assertThat(fields(response)).containsExactly("surplus");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "garbage", "application/json;q=high", "text/"})
    void shouldRefuseAnAcceptHeaderWithoutAMediaTypeOnEveryRoute(String accept) {
        // When
        List<ApiOperation> operations = ApiOperations.all();

        // Then
        assertThat(operations).allSatisfy(operation -> {
            RawHttp.Response response =
                    send(operation.method() + " " + operation.target(), "Accept: " + accept + "\r\n", "");
            assertThat(response.status()).as(response.body()).isEqualTo(406);
            assertThat(response.contentType()).isEqualTo("application/problem+json");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            agents | {"name":"unaccepted","role":"worker"} | a
            agents | {"name":"unaccepted","role":"worker"} | /
            pools  | {"name":"unaccepted","size":1}        | garbage
            plans  | {"name":"unaccepted"}                 | text/
            plans  | {"name":"unaccepted"}                 | text/csv
            """)
    void shouldAddNothingIfTheResponseIsNotAcceptable(String collection, String body, String accept) {
        // When
        RawHttp.Response response = send("POST /api/" + collection, JSON + "Accept: " + accept + "\r\n", body);

        // Then
        assertThat(response.status()).isEqualTo(406);
        assertThat(send("GET /api/" + collection + "/unaccepted", "", "").status())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseOtherMediaTypesBeforeAnythingIsExecuted() {
        // When
        List<ApiOperation> resources = ApiOperations.all().stream()
                .filter(operation -> !operation.id().startsWith("follow"))
                .toList();

        // Then
        assertThat(resources).allSatisfy(operation -> {
            RawHttp.Response response = send(operation.method() + " " + operation.target(), "Accept: text/csv\r\n", "");
            assertThat(response.status()).as(response.body()).isEqualTo(406);
            assertThat(response.contentType()).isEqualTo("application/problem+json");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/*", "*", "garbage, application/json", "text/csv, */*;q=0.1"})
    void shouldRespondWithJsonIfTheClientAcceptsIt(String accept) {
        // When
        RawHttp.Response response = send(
                "POST /api/plans",
                JSON + "Accept: " + accept + "\r\n",
                "{\"name\":\"accepted-" + System.nanoTime() + "\"}");

        // Then
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.contentType()).startsWith("application/json");
    }

    @Test
    void shouldRefuseHalfASurrogatePairInEveryBody() {
        // When
        List<ApiOperation> operations =
                ApiOperations.all().stream().filter(ApiOperation::hasBody).toList();

        // Then
        assertThat(operations).hasSizeGreaterThan(15).allSatisfy(operation -> {
            RawHttp.Response response =
                    send(operation.method() + " " + operation.target(), JSON, "{\"a\":[{\"b\":\"x\\ud83d\"}]}");
            assertThat(response.status()).as(response.body()).isEqualTo(400);
            assertThat(fields(response)).containsExactly("a[0].b");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            agents   | {"name":"a\\ud800","role":"worker"}                                     | name
            agents   | {"name":"a","role":"worker","mcpServers":{"x":{"command":"\\udc00"}}}        | mcpServers.x.command
            projects | {"name":"a","path":"/tmp/\\ud83d"}                                      | path
            tasks    | {"title":"a","prompt":"\\ude00\\ud83d"}                                   | prompt
            tasks    | {"title":"a","prompt":"b","requires":["ok","\\udfff"]}                   | requires[1]
            """)
    void shouldNameTheFieldWithHalfASurrogatePair(String collection, String body, String field) {
        // When
        RawHttp.Response response = send("POST /api/" + collection, JSON, body);

        // Then
        assertThat(response.status()).isEqualTo(400);
        assertThat(fields(response)).containsExactly(field);
        assertThat(response.problem().getString("code")).isEqualTo("invalid_request");
    }

    @Test
    void shouldAcceptWholeSurrogatePairs() {
        // Given
        String name = "whole-" + System.nanoTime();

        // When
        RawHttp.Response response = send(
                "POST /api/tasks",
                JSON,
                "{\"title\":\"" + name + " \\ud83d\\ude00 😀\",\"prompt\":\"b\",\"role\":\"director\"}");

        // Then
        assertThat(response.problem().getString("title")).isEqualTo(name + " 😀 😀");
    }

    @Test
    void shouldAnswerOptionsWithTheMethodsOfEveryPath() {
        // When
        List<ApiOperation> operations = ApiOperations.all();

        // Then
        assertThat(operations).allSatisfy(operation -> {
            RawHttp.Response response = send("OPTIONS " + operation.target(), "", "");
            assertThat(response.status()).isEqualTo(204);
            assertThat(allowed(response)).contains(operation.method(), "OPTIONS");
        });
    }

    @Test
    void shouldNameTheAllowedMethodsWithEveryOther() {
        // Given
        var byPath = ApiOperations.all().stream()
                .collect(Collectors.groupingBy(
                        ApiOperation::target, Collectors.mapping(ApiOperation::method, Collectors.toSet())));

        // When
        Set<String> paths = byPath.keySet();

        // Then
        assertThat(paths).allSatisfy(path -> {
            for (String method : METHODS) {
                if (!byPath.get(path).contains(method)) {
                    RawHttp.Response response = send(method + " " + path, "", "");
                    assertThat(response.status()).as(method + " " + path).isEqualTo(405);
                    assertThat(allowed(response)).containsAll(byPath.get(path)).doesNotContain(method);
                    assertThat(response.contentType()).isEqualTo("application/problem+json");
                }
            }
        });
    }

    @Test
    void shouldOfferHeadWhereverItIsAnswered() {
        // When
        List<ApiOperation> reads = ApiOperations.all().stream()
                .filter(operation -> operation.method().equals("GET"))
                .toList();

        // Then
        assertThat(reads).allSatisfy(operation -> {
            boolean offered =
                    allowed(send("OPTIONS " + operation.target(), "", "")).contains("HEAD");
            RawHttp.Response response = send("HEAD " + operation.target(), "", "");
            assertThat(response.status() != 405).isEqualTo(offered);
            assertThat(response.status()).isNotEqualTo(500);
        });
    }

    @Test
    void shouldDemandATokenOnEveryRouteButTheLogin() {
        // When
        List<ApiOperation> operations = ApiOperations.all().stream()
                .filter(operation -> !operation.id().equals("logIn"))
                .toList();

        // Then
        assertThat(operations).allSatisfy(operation -> {
            RawHttp.Response response = http.send(operation.method() + " " + operation.target(), http.host(), "");
            assertThat(response.status()).isEqualTo(401);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PATCH /api/agents/x?restart=1         | restart | must be true or false
            GET /api/limits?history=yes           | history | must be true or false
            GET /api/tasks?stat=open              | stat    | known ones are after, agent, createdFrom, createdTo, endedFrom, endedTo, id, limit, model, plan, project, provider, sort, state, tag, text
            GET /api/tasks?sort=                  | sort    | has no value
            GET /api/sessions?agent=a&agent=b     | agent   | occurs 2 times
            GET /api/agents?limit=1&limit=2       | limit   | occurs 2 times
            GET /api/tasks?agent=                 | agent   | has no value
            GET /api/agents?limit=                | limit   | has no value
            GET /api/settings?x=1                 | x       | it has none
            GET /api/usage?group=day              | group   | known ones are after, agent, by
            GET /api/events?afer=1                | afer    | known ones are after
            """)
    void shouldNameTheQueryParameterThatWouldBeIgnored(String requestLine, String field, String detail) {
        // When
        RawHttp.Response response = send(requestLine, "", "");

        // Then
        assertThat(response.status()).as(response.body()).isEqualTo(400);
        assertThat(fields(response)).containsExactly(field);
        assertThat(response.problem().getString("detail")).contains("'" + field + "'", detail);
    }

    private RawHttp.Response send(String requestLine, String headers, String body) {
        try {
            return http.asAdmin(requestLine, headers, body);
        } catch (IOException e) {
            throw new IllegalStateException(requestLine, e);
        }
    }

    private static List<String> fields(RawHttp.Response response) {
        return response.problem().getJsonArray("errors").stream()
                .map(error -> ((JsonObject) error).getString("field"))
                .toList();
    }

    private static Set<String> allowed(RawHttp.Response response) {
        return new TreeSet<>(
                List.of(response.headers().getOrDefault("allow", "").split(", ")));
    }
}
