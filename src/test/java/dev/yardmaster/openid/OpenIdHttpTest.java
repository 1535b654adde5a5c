package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.LogCapture;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestIssuer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users of an OpenID issuer in a whole service. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class OpenIdHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "yardmaster.openid.issuer")
    String issuer;

    private final Api admin = LocalService.api();
    private final String user = "user-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldShowTheUserAndTheIssuerInTheActivity() {
        // Given
        String token = token(user, "operator");
        Api api = api(token);

        // When
        String pool = api.json(api.post(
                        "/api/pools", new JsonObject().put("name", user).put("size", 1)))
                .getString("name");
        api.json(api.send("DELETE", "/api/pools/" + pool, ""));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(entries()).hasSize(2));
        assertThat(entries())
                .allSatisfy(entry -> assertThat(entry.getMap())
                        .containsEntry("actorKind", "token")
                        .containsEntry("actor", user + " (" + issuer + ")"));
        assertThat(entries().toString()).doesNotContain(token);
    }

    @Test
    void shouldRepeatTheAnswerForAnotherTokenOfTheSameUserOnly() {
        // Given
        JsonObject task =
                new JsonObject().put("title", user).put("prompt", "go").put("role", "steward");
        String key = UUID.randomUUID().toString();
        String first = token(user, "operator");
        String renewed = token(user, "operator", "another");

        // When
        HttpResponse<String> created = api(first).post("/api/tasks", task, key);
        HttpResponse<String> repeated = api(renewed).post("/api/tasks", task, key);
        HttpResponse<String> ofAnother = api(token(user + "-2", "operator")).post("/api/tasks", task, key);

        // Then
        assertThat(renewed).isNotEqualTo(first);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(repeated.body()).isEqualTo(created.body());
        assertThat(ofAnother.statusCode()).isEqualTo(201);
        assertThat(ofAnother.body()).isNotEqualTo(created.body());
    }

    @Test
    void shouldNameTheClaimAndTheRolesToAUserWithoutARole() {
        // Given
        Api api = api(token(user, "sales"));

        // When
        HttpResponse<String> response = api.get("/api/agents");

        // Then
        JsonObject problem = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(problem.getString("code")).isEqualTo("forbidden");
        assertThat(problem.getString("detail"))
                .contains(user, "claim 'groups'", "admin (admin)")
                .doesNotContain("sales");
    }

    @Test
    void shouldNotTurnTheTokenIntoACookie() {
        // Given
        String token = token(user, "admin");

        // When
        HttpResponse<String> response = admin.post("/api/login", new JsonObject().put("token", token));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.body()).contains("can't be turned into a cookie").doesNotContain(token);
    }

    @Test
    void shouldRefuseWrongTokensAndSlowDownTheirAddress() {
        // Given
        String expired = TestIssuer.sign(issuer, TestIssuer.claims(issuer, Instant.EPOCH, user, List.of("admin")));
        String valid = token(user, "admin");
        var log = new LogCapture();

        // When
        List<HttpResponse<String>> refused = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            refused.add(get(expired, "127.0.0.3"));
        }
        HttpResponse<String> allowed = get(valid, "127.0.0.3");

        // Then
        log.close();
        assertThat(log.entries()).noneMatch(entry -> entry.contains(expired) || entry.contains(valid));
        JsonObject problem = new JsonObject(refused.getFirst().body());
        assertThat(problem.getString("code")).isEqualTo("unauthenticated");
        assertThat(problem.getString("detail")).contains("has expired").doesNotContain(expired);
        assertThat(refused.getFirst().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(refused.subList(0, 20)).allMatch(response -> response.statusCode() == 401);
        assertThat(refused.getLast().statusCode()).isEqualTo(429);
        assertThat(allowed.statusCode()).isEqualTo(200);
    }

    private List<JsonObject> entries() {
        return admin.json(admin.get("/api/activity?thing=" + user + "&text=pool")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static String token(String user, String... groups) {
        return TestIssuer.token(user, List.of(groups));
    }

    private static Api api(String token) {
        return new Api(LocalService.base(), token);
    }

    private static HttpResponse<String> get(String token, String from) {
        try (HttpClient client = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(from))
                .build()) {
            return client.send(
                    HttpRequest.newBuilder(LocalService.base().resolve("/api/agents"))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
