package dev.yardmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.problem.RawHttp;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class GuardHttpTest {
    private static final String WRONG = "Authorization: Bearer ym_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n";

    @TestHTTPResource
    URI base;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/test-probe",
                "/test-probe-plain/fine",
                "/q/openapi",
                "/q/metrics",
                "/q/swagger-ui",
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
    void shouldNotLetAnyPathPastWithoutAToken(String target) throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send("GET " + target, http.host(), "");

        // Then: only what is nothing but health is open; what is no URI at all never gets as far as the guard.
        assertThat(answer.body()).doesNotContain("[]", "fine", "openapi:", "swagger");
        if (target.startsWith("/q/health?")) {
            assertThat(answer.status()).isEqualTo(200);
        } else {
            assertThat(answer.status()).isIn(400, 401);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET test-probe", "OPTIONS *", "GET test-probe/../test-probe", "GET http://localhost/test-probe"
            })
    void shouldNotLetOtherFormsOfTargetsPast(String requestLine) throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send(requestLine, http.host(), "");

        // Then
        assertThat(answer.status()).isIn(400, 401, 404);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/", "/q/health/live", "/q/health/ready", "/q/health/started"})
    void shouldAnswerHealthWithoutAToken(String target) throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send("GET " + target, http.host(), "");

        // Then
        assertThat(answer.status()).isIn(200, 503);
        assertThat(answer.body()).contains("\"checks\"");
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
    void shouldSayWhereTheTokenIs(String authorization) throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send("GET /test-probe", http.host() + authorization, "");

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
        assertThat(answer.problem().getString("code")).isEqualTo("unauthenticated");
        assertThat(answer.problem().getString("detail")).contains("admin-token").doesNotContain("ym_");
    }

    @Test
    void shouldRefuseTwoTokensEvenIfOneIsRight() throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send("GET /test-probe", http.host() + WRONG + RawHttp.authorization(), "");

        // Then
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void shouldTakeTheSchemeInAnyCase() throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send(
                "GET /test-probe", http.host() + RawHttp.authorization().replace("Bearer", "bEARER"), "");

        // Then
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\r\n",
                "Host: evil.example\r\nHost: localhost\r\n",
                "Host: localhost\r\nOrigin: http://evil.example\r\n",
                "Host: localhost\r\nOrigin: null\r\n",
            })
    void shouldRefuseForeignPagesEvenWithTheToken(String headers) throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send("GET /test-probe", headers + RawHttp.authorization(), "");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.problem().getString("code")).isEqualTo("forbidden_origin");
    }

    @Test
    void shouldGuardHealthAgainstForeignPagesToo() throws Exception {
        // Given
        RawHttp http = new RawHttp(base);

        // When
        RawHttp.Answer answer = http.send("GET /q/health", "Host: evil.example\r\n", "");

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem().getString("detail")).contains("yardmaster.security.allowed-hosts");
    }

    @Test
    void shouldRefuseARequestThatIsLargeWithoutSpoilingTheConnection() throws Exception {
        // Given
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest large = HttpRequest.newBuilder(base.resolve("/test-probe"))
                .POST(HttpRequest.BodyPublishers.ofString(" ".repeat(3_000_000)))
                .build();
        HttpRequest health =
                HttpRequest.newBuilder(base.resolve("/q/health/live")).build();

        // When
        int refused = client.send(large, BodyHandlers.discarding()).statusCode();
        int next = client.send(health, BodyHandlers.discarding()).statusCode();

        // Then
        assertThat(refused).isEqualTo(401);
        assertThat(next).isEqualTo(200);
    }

    @Test
    void shouldGuardHttp2() throws Exception {
        // Given
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        String token = RawHttp.authorization().strip().replace("Authorization: ", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/test-probe"));
        // The first request of a connection upgrades it.
        client.send(HttpRequest.newBuilder(base.resolve("/q/health/live")).build(), BodyHandlers.discarding());

        // When
        var refused = client.send(request.build(), BodyHandlers.ofString());
        var allowed = client.send(request.header("Authorization", token).build(), BodyHandlers.ofString());

        // Then
        assertThat(allowed.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(allowed.statusCode()).isEqualTo(200);
    }
}
