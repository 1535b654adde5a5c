package dev.yardmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.problem.RawHttp;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class GuardHttpTest {
    private static final String WRONG = "Authorization: Bearer ym_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/test-probe",
                "/test-probe-plain/fine",
                "/q/metrics",
                "/q/openapi/../../test-probe",
                "/q/swagger-ui/../../test-probe",
                "/q/swagger-ui/..;/..;/test-probe",
                "/q/swagger-ui//../../test-probe",
                "/q/swagger-ui/.hidden",
                "/q/openapis",
                "/q/",
                "//test-probe",
                "/q/../test-probe",
                "/q/health/../../test-probe",
                "/q/health/%2e%2e/%2e%2e/test-probe",
                "/q/health/..%2f..%2ftest-probe",
                "/q/health/..;/..;/test-probe",
                "/q/health;/../../test-probe",
                "/q/health//../../test-probe",
                "/q/healthy",
                "/Q/HEALTH/../../test-probe",
                "/TEST-PROBE",
                "/%74est-probe",
                "/q/health?/../../test-probe/x#",
                "/q/health%00/../../test-probe",
                "/q\\health\\..\\..\\test-probe",
                "/./test-probe",
                "/test-probe/",
                "/q/health/..\\..\\test-probe"
            })
    void shouldRejectEveryPathWithoutAToken(String target) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET " + target, http.host(), "");

        // Then: of these paths only health is open. The HTTP layer rejects a target that is not a URI before the guard
        // sees it.
        assertThat(response.body()).doesNotContain("[]", "fine", "openapi:", "swagger");
        if (target.startsWith("/q/health?")) {
            assertThat(response.status()).isEqualTo(200);
        } else {
            assertThat(response.status()).isIn(400, 401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET test-probe", "OPTIONS *", "GET test-probe/../test-probe", "GET http://localhost/test-probe"
            })
    void shouldRejectOtherFormsOfRequestTargets(String requestLine) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send(requestLine, http.host(), "");

        // Then
        assertThat(response.status()).isIn(400, 401, 404);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/", "/q/health/live", "/q/health/ready", "/q/health/started"})
    void shouldServeHealthWithoutAToken(String target) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET " + target, http.host(), "");

        // Then
        assertThat(response.status()).isIn(200, 503);
        assertThat(response.body()).contains("\"checks\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/q/openapi, openapi: 3",
        "/q/openapi?format=json, \"openapi\"",
        "/q/swagger-ui/, <title>",
    })
    void shouldServeTheDescriptionOfTheApiWithoutAToken(String target, String expected) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET " + target, http.host(), "");

        // Then
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                WRONG,
                "Authorization: Bearer\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Basic YTpi\r\n",
                "Authorization: ym_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n",
            })
    void shouldExplainWhereTheTokenIsStored(String authorization) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET /test-probe", http.host() + authorization, "");

        // Then
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(response.problem().getString("code")).isEqualTo("unauthenticated");
        assertThat(response.problem().getString("detail"))
                .contains("admin-token")
                .doesNotContain("ym_", LocalService.home().toString());
    }

    @Test
    void shouldRejectTwoTokensEvenIfOneIsValid() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET /test-probe", http.host() + WRONG + RawHttp.authorization(), "");

        // Then
        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void shouldAcceptTheSchemeInAnyCase() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send(
                "GET /test-probe", http.host() + RawHttp.authorization().replace("Bearer", "bEARER"), "");

        // Then
        assertThat(response.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\r\n",
                "Host: evil.example\r\nHost: localhost\r\n",
                "Host: localhost\r\nOrigin: http://evil.example\r\n",
                "Host: localhost\r\nOrigin: null\r\n",
            })
    void shouldRejectForeignPagesEvenWithAValidToken(String headers) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET /test-probe", headers + RawHttp.authorization(), "");

        // Then
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.contentType()).isEqualTo("application/problem+json");
        assertThat(response.problem().getString("code")).isEqualTo("forbidden_origin");
    }

    @Test
    void shouldAnswerThePreflightOfAnAllowedOriginWithoutAToken() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());
        String preflight = "Origin: https://crew.example\r\nAccess-Control-Request-Method: PATCH\r\n"
                + "Access-Control-Request-Headers: authorization, content-type\r\n";

        // When
        RawHttp.Response response = http.send("OPTIONS /api/agents/x", http.host() + preflight, "");

        // Then
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers()).containsEntry("access-control-allow-origin", "https://crew.example");
        assertThat(response.headers().get("access-control-allow-methods")).contains("GET", "PATCH", "DELETE");
        assertThat(response.headers().get("access-control-allow-headers"))
                .containsIgnoringCase("authorization")
                .containsIgnoringCase("content-type");
    }

    @ParameterizedTest
    @CsvSource({"GET /test-probe, 200", "GET /api/agents/nobody, 404", "GET /api/tasks?limit=0, 400"})
    void shouldLetThePagesOfAnAllowedOriginReadEveryResponse(String requestLine, int status) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.asAdmin(requestLine, "Origin: https://crew.example\r\n", "");

        // Then
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers()).containsEntry("access-control-allow-origin", "https://crew.example");
        assertThat(response.headers().get("access-control-expose-headers")).contains("Location");
    }

    @Test
    void shouldRequireTheTokenFromThePagesOfAnAllowedOrigin() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET /test-probe", http.host() + "Origin: https://crew.example\r\n", "");

        // Then
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers()).containsEntry("access-control-allow-origin", "https://crew.example");
    }

    @Test
    void shouldRefuseThePreflightOfAnotherOrigin() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());
        String preflight = "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n";

        // When
        RawHttp.Response response = http.send("OPTIONS /api/agents", http.host() + preflight, "");

        // Then
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void shouldProtectHealthFromForeignPages() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET /q/health", "Host: evil.example\r\n", "");

        // Then
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.problem().getString("detail")).contains("yardmaster.security.allowed-hosts");
    }

    @Test
    void shouldKeepTheConnectionUsableAfterRejectingALargeRequest() throws Exception {
        // Given
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest large = HttpRequest.newBuilder(LocalService.base().resolve("/test-probe"))
                .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(3_000_000)))
                .build();
        HttpRequest health = HttpRequest.newBuilder(LocalService.base().resolve("/q/health/live"))
                .build();

        // When
        int rejected = client.send(large, BodyHandlers.discarding()).statusCode();
        int next = client.send(health, BodyHandlers.discarding()).statusCode();

        // Then
        assertThat(rejected).isEqualTo(401);
        assertThat(next).isEqualTo(200);
    }

    @Test
    void shouldProtectHttp2() throws Exception {
        // Given
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        String token = RawHttp.authorization().strip().replace("Authorization: ", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(LocalService.base().resolve("/test-probe"));
        // The first request upgrades the connection to HTTP/2.
        client.send(
                HttpRequest.newBuilder(LocalService.base().resolve("/q/health/live"))
                        .build(),
                BodyHandlers.discarding());

        // When
        var rejected = client.send(request.build(), BodyHandlers.ofString());
        var allowed = client.send(request.header("Authorization", token).build(), BodyHandlers.ofString());

        // Then
        assertThat(allowed.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(rejected.statusCode()).isEqualTo(401);
        assertThat(allowed.statusCode()).isEqualTo(200);
    }
}
