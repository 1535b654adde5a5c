package dev.yardmaster.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ProblemHttpTest {
    private static final String JSON = "Content-Type: application/json\r\n";

    @Test
    void shouldWriteAllMembersOfAProblem() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin("GET /test-probe/fail/own", "", "");

        // Then
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.problem())
                .isEqualTo(new JsonObject()
                        .put("type", "urn:yardmaster:problem:name_taken")
                        .put("title", "The name is already in use")
                        .put("status", 409)
                        .put("detail", "The name 'a' is taken.")
                        .put("code", "name_taken"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"title":"a","size":"x"}                                | size           | a whole number within the range of 32 bits (line 1, column 21)
            {"title":"a","size":"5"}                                | size           | a whole number
            {"title":"a","size":1.5}                                | size           | a whole number
            {"title":"a","size":99999999999}                        | size           | a whole number
            {"title":"a","ready":"maybe"}                           | ready          | true or false
            {"title":5}                                             | title          | a string
            {"title":["a"]}                                         | title          | a string
            {"title":"a","colour":"blue"}                           | colour         | one of RED, GREEN
            {"title":"a","at":"soon"}                               | at             | an ISO-8601 instant
            {"title":"a","pause":"soon"}                            | pause          | an ISO-8601 duration
            {"title":"a","at":1893456000}                           | at             | an ISO-8601 instant such as "2026-01-31T12:00:00Z"
            {"title":"a","at":"1893456000"}                         | at             | an ISO-8601 instant
            {"title":"a","at":""}                                   | at             | an ISO-8601 instant
            {"title":"a","at":[2026,1,31]}                          | at             | an ISO-8601 instant
            {"title":"a","pause":30}                                | pause          | an ISO-8601 duration such as "PT10M"
            {"title":"a","pause":0.5}                               | pause          | an ISO-8601 duration
            {"title":"a","pause":"30"}                              | pause          | an ISO-8601 duration
            {"title":"a","pause":" "}                               | pause          | an ISO-8601 duration
            {"title":"a","id":"soon"}                               | id             | a UUID
            {"title":"a","name":"X Y"}                              | name           | A name consists of lower-case letters
            {"title":"a","parts":{}}                                | parts          | a list
            {"title":"a","parts":[{"label":"b","slots":"x"}]}       | parts[0].slots | a whole number
            {"title":"a","parts":[{"label":"b","slts":1}]}          | parts[0].slts  | known fields are label, slots
            {"titel":"a"}                                           | titel          | known fields are at, colour, id
            """)
    void shouldNameTheInvalidJsonFieldAndTheExpectedValue(String body, String field, String expected) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin("POST /test-probe", JSON, body);

        // Then
        JsonObject error = response.problem().getJsonArray("errors").getJsonObject(0);
        assertThat(response.problem().getString("code")).isEqualTo("invalid_json");
        assertThat(error.getString("field")).isEqualTo(field);
        assertThat(error.getString("detail")).contains(expected);
        assertThat(response.problem().getString("detail")).contains(field).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                 | The request has no body
            null                               | The request has no body
            {                                  | (line 1, column 2)
            nope                               | (line 1, column 1): Unrecognized token 'nope'
            {"title":"a","title":"b"}          | Duplicate field 'title'
            {"title":"a"} x                    | (line 1, column 15)
            []                                 | The body must be
            """)
    void shouldReportThePositionOfMalformedJson(String body, String expected) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin("POST /test-probe", JSON, body);

        // Then
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problem().getString("code")).isEqualTo("invalid_json");
        assertThat(response.problem().getString("detail")).contains(expected);
    }

    @Test
    void shouldNameEveryViolatedFieldAsInTheJson() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());
        String body = "{\"title\":\"\",\"parts\":[{\"label\":\"ok\"},{\"label\":\" \"}]}";

        // When
        RawHttp.Response response = http.asAdmin("POST /test-probe", JSON, body);

        // Then
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.problem().getString("code")).isEqualTo("invalid_request");
        assertThat(response.problem().getJsonArray("errors"))
                .extracting(error -> ((JsonObject) error).getString("field"))
                .containsExactly("parts[1].label", "title");
    }

    @ParameterizedTest
    @CsvSource({
        "/test-probe?limit=1000, limit",
        "/test-probe?limit=abc, limit",
        "/test-probe?limit=99999999999, limit",
        "/test-probe?limit=1&colour=blue, colour",
        "/test-probe?name=X, name",
    })
    void shouldNameTheInvalidParameter(String target, String parameter) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin("GET " + target, "", "");

        // Then
        assertThat(response.problem().getString("code")).isEqualTo("invalid_request");
        assertThat(response.problem().getJsonArray("errors").getJsonObject(0).getString("field"))
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /test-probe/fail/database, 503, database_unavailable",
        "GET /test-probe/fail/gateway, 500, internal",
        "GET /test-probe/fail/bug, 500, internal",
        "GET /test-probe/fail/async-bug, 500, internal",
        "GET /test-probe/fail/constraint, 500, internal",
        "GET /test-probe/unwritable/it, 500, internal",
        "GET /test-probe-plain/bug, 500, internal",
        "GET /test-probe-plain/own, 404, session_not_found",
        "GET /test-probe-plain/status, 409, conflict",
        "GET /nothing, 404, not_found",
        "GET /q/nothing, 404, not_found",
        "PUT /test-probe, 405, method_not_allowed",
    })
    void shouldReportInternalFailuresWithoutInternalDetails(String requestLine, int status, String code)
            throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin(requestLine, "", "");

        // Then
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.problem().getString("code")).isEqualTo(code);
        assertThat(response.body()).doesNotContain("secret", "Exception");
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 99999999", "Transfer-Encoding: chunked"})
    void shouldReportTheSizeLimitForALargeBody(String length) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());
        String elevenMegabytes = "a80000\r\n" + " ".repeat(0xa80000) + "\r\n0\r\n\r\n";
        String body = length.startsWith("Transfer") ? elevenMegabytes : "";

        // When
        RawHttp.Response response = http.asAdmin("POST /test-probe", JSON + length + "\r\n", body);

        // Then
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.problem().getString("code")).isEqualTo("body_too_large");
        assertThat(response.problem().getString("detail")).contains("4194304 bytes");
    }

    @ParameterizedTest
    @CsvSource({"/test-probe", "/test-probe/async"})
    void shouldReadABodyOfUnknownLength(String path) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());
        String chunks = "7\r\n{\"title\r\n6\r\n\":\"a\"}\r\n0\r\n\r\n";

        // When
        RawHttp.Response response = http.asAdmin("POST " + path, JSON + "Transfer-Encoding: chunked\r\n", chunks);

        // Then
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void shouldRespondToHeadWithoutABody() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin("HEAD /nothing", "", "");

        // Then
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldCloseTheConnectionIfTheResponseHasBegun() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin("GET /test-probe-plain/begun", "", "");

        // Then
        assertThat(response.body())
                .contains("data: 1")
                .doesNotContain("\r\n0\r\n")
                .doesNotContain("code");
    }
}
