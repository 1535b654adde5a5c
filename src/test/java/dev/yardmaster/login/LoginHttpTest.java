package dev.yardmaster.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.problem.RawHttp;
import dev.yardmaster.testkit.Browser;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class LoginHttpTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    LoginLink link;

    private TestTokens tokens;

    @BeforeEach
    void prepare() {
        tokens = new TestTokens(pool);
    }

    @Test
    void shouldTurnATokenIntoACookieWithItsRole() {
        // Given
        JsonObject token = tokens.create(AccessRole.OPERATOR);

        // When
        Browser browser = browser(token);

        // Then
        String plan = "{\"name\": \"plan-" + UUID.randomUUID() + "\"}";
        assertThat(browser.send("GET", "/api/agents", "").statusCode()).isEqualTo(200);
        assertThat(browser.stream("/api/events")).isEqualTo(200);
        assertThat(browser.sendFromOwnPage("POST", "/api/plans", plan).statusCode())
                .isEqualTo(201);
        assertThat(browser.sendFromOwnPage("GET", "/api/tokens", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void shouldRefuseChangesWithoutTheHeaderThatAForeignPageCanNotSet() {
        // Given
        Browser browser = browser(tokens.create(AccessRole.ADMIN));

        // When
        HttpResponse<String> response = browser.send("POST", "/api/dispatcher/resume", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("X-Yardmaster: 1");
    }

    @Test
    void shouldEndTheLoginWithALogout() {
        // Given
        Browser browser = browser(tokens.create(AccessRole.VIEWER));

        // When
        HttpResponse<String> response = browser.sendFromOwnPage("POST", "/api/logout", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(browser.send("GET", "/api/agents", "").statusCode()).isEqualTo(401);
        assertThat(browser.send("GET", "/api/agents", "").body()).contains("Log in again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"revoked_at = now()", "expires_at = now() - interval '1 minute'"})
    void shouldEndTheLoginWithItsToken(String end) {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        Browser browser = browser(token);

        // When
        tokens.change(token, end);

        // Then
        await().atMost(SOON).until(() -> browser.send("GET", "/api/agents", "").statusCode() == 401);
    }

    @Test
    void shouldEndTheLoginAtItsExpiry() {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        Browser browser = browser(token);

        // When
        pool.query("UPDATE login SET expires_at = now() WHERE token = '" + token.getString("id") + "'")
                .execute()
                .await()
                .atMost(SOON);

        // Then
        await().atMost(SOON).until(() -> browser.send("GET", "/api/agents", "").statusCode() == 401);
    }

    @Test
    void shouldAcceptTheCodeInTheLinkOnce() {
        // Given
        String fragment = link.create(LocalService.base()).orElseThrow().getFragment();
        JsonObject code = new JsonObject().put("code", fragment.replace("code=", ""));

        // When
        Browser browser = Browser.loggedIn(code);
        HttpResponse<String> again = logIn(code, "127.0.0.1");

        // Then
        assertThat(browser.send("GET", "/api/tokens", "").statusCode()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("wrong, used or expired");
    }

    @Test
    void shouldSlowDownAnAddressThatTriesManyCodes() {
        // When
        List<HttpResponse<String>> responses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            responses.add(logIn(new JsonObject().put("code", "wrong-" + i), "127.0.0.2"));
        }

        // Then
        assertThat(responses.subList(0, 20))
                .extracting(HttpResponse::statusCode)
                .containsOnly(401);
        assertThat(responses.getLast().statusCode()).isEqualTo(429);
        String seconds = responses.getLast().headers().firstValue("Retry-After").orElseThrow();
        assertThat(responses.getLast().body()).contains("Try again in " + seconds + " second");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                        | 400 | either 'code' or 'token'
            {"code": "a", "token": "b"}                               | 400 | either 'code' or 'token'
            {"token": "short"}                                        | 401 | No token is like
            {"password": "a"}                                         | 400 | password
            """)
    void shouldExplainWhatIsWrongWithALogin(String body, int status, String reason) {
        // When
        HttpResponse<String> response = logIn(new JsonObject(body), "127.0.0.1");

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(reason);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void shouldNotFallBackToTheCookieIfATokenIsSent() throws Exception {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        String cookie = logIn(new JsonObject().put("token", token.getString("token")), "127.0.0.1")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .replaceFirst(";.*", "");
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send(
                "GET /api/agents", http.host() + "Cookie: " + cookie + "\r\nAuthorization: Bearer wrong\r\n", "");

        // Then
        assertThat(response.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"/login/, <form>", "/login/login.js, /api/login", "/login/login.css, main"})
    void shouldServeThePageForTheLoginWithoutAToken(String path, String content) throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET " + path, http.host(), "");

        // Then
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).contains(content);
        assertThat(response.headers().get("content-security-policy")).contains("script-src 'self'", "frame-ancestors");
    }

    @Test
    void shouldLetTheSwaggerPageSendTheHeader() throws Exception {
        // Given
        RawHttp http = new RawHttp(LocalService.base());

        // When
        RawHttp.Response response = http.send("GET /q/swagger-ui/", http.host(), "");

        // Then
        assertThat(response.body()).contains("requestInterceptor", "X-Yardmaster");
    }

    private static Browser browser(JsonObject token) {
        return Browser.loggedIn(new JsonObject().put("token", token.getString("token")));
    }

    private static HttpResponse<String> logIn(JsonObject secret, String from) {
        try {
            HttpClient client = HttpClient.newBuilder()
                    .localAddress(InetAddress.getByName(from))
                    .build();
            return client.send(
                    HttpRequest.newBuilder(LocalService.base().resolve("/api/login"))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(secret.encode()))
                            .build(),
                    BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
