package dev.yardmaster.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every malformed request gets a problem response that explains the mistake. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class BadRequestsTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final List<String> CODES =
            Arrays.stream(ErrorCode.values()).map(ErrorCode::code).toList();

    record Bad(String requestLine, String headers, String body) {}

    static Stream<Bad> badRequests() {
        return Stream.of(badBodies(), badTargets(), badHeaders()).flatMap(bad -> bad);
    }

    private static Stream<Bad> badBodies() {
        return Stream.of(
                        "",
                        " ",
                        "null",
                        "[]",
                        "[[]]",
                        "\"a\"",
                        "5",
                        "true",
                        "{",
                        "}",
                        "{]",
                        "[",
                        "{\"title\"",
                        "{\"title\":",
                        "{\"title\":\"a\"",
                        "{\"title\":\"a\",}",
                        "{'title':'a'}",
                        "{title:\"a\"}",
                        "{\"title\":\"\u0001\"}",
                        "{\"title\":\"\\x\"}",
                        "{\"title\":\"\\ud800",
                        "{\"title\":NaN}",
                        "{\"title\":01}",
                        "{\"title\":{}}",
                        "{\"title\":null}",
                        "{\"title\":\"a\",\"size\":1e999999}",
                        "{\"title\":\"a\",\"size\":-}",
                        "{\"title\":\"a\",\"size\":" + "9".repeat(2000) + "}",
                        "{\"title\":\"a\",\"size\":[]}",
                        "{\"title\":\"a\",\"id\":5}",
                        "{\"title\":\"a\",\"name\":\"\"}",
                        "{\"title\":\"a\",\"parts\":[null,5]}",
                        "{\"title\":\"a\",\"parts\":[[]]}",
                        "{\"title\":\"a\",\"parts\":\"b\"}",
                        "{\"\":1}",
                        "<thing/>",
                        "{\"title\":\"a\",\"at\":{\"x\":" + "[".repeat(2000) + "}",
                        "{\"@class\":\"java.lang.Runtime\"}",
                        "title=a",
                        "{\"title\":\"a\"}{\"title\":\"b\"}")
                .map(body -> new Bad("POST /test-probe", JSON, body));
    }

    private static Stream<Bad> badTargets() {
        return Stream.of(
                        "GET /api",
                        "GET /api/",
                        "GET /api/nothing",
                        "GET //api//nothing",
                        "GET /api/../nothing",
                        "GET /test-probe/not-a-uuid",
                        "GET /test-probe/%00",
                        "GET /test-probe/%2e%2e%2f",
                        "GET /test-probe/%ff",
                        "GET /test-probe?limit=1.5",
                        "GET /test-probe?limit=x&limit=1",
                        "GET /test-probe?name=%F0%9F%98%80",
                        "DELETE /test-probe",
                        "PATCH /test-probe/fail/own",
                        "BREW /test-probe",
                        "POST /test-probe/fail/own",
                        "TRACE /test-probe",
                        "POST /test-probe-plain/own",
                        "GET /test-probe/fail/teapot",
                        "GET nothing",
                        "OPTIONS *",
                        "GET /" + "a".repeat(2000))
                .map(line -> new Bad(line, "", ""));
    }

    private static Stream<Bad> badHeaders() {
        String good = "{\"title\":\"a\"}";
        return Stream.of(
                new Bad("POST /test-probe", "Content-Type: text/plain\r\n", good),
                new Bad("POST /test-probe", "Content-Type: nonsense\r\n", good),
                new Bad("POST /test-probe", "Content-Type: application/\r\n", good),
                new Bad("POST /test-probe", JSON + "Content-Length: 99999999999\r\n", ""),
                new Bad("POST /test-probe", JSON + "Accept: text/csv\r\n", good),
                new Bad("GET /test-probe", "Accept: text/csv\r\n", ""),
                new Bad("GET /test-probe", "X-Count: many\r\n", ""));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void shouldRespondToEveryBadRequestWithAProblem(Bad bad) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin(bad.requestLine(), bad.headers(), bad.body());

        // Then
        assertThat(response.status()).isBetween(400, 499);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.problem().getInteger("status")).isEqualTo(response.status());
        assertThat(response.problem().getString("code")).isIn(CODES);
        assertThat(response.body())
                .doesNotContain("Exception", "\\tat ", "StreamRead")
                .doesNotContainPattern("\\b(java|jakarta|io|org|com|dev)\\.[a-z]+\\.");
    }
}
