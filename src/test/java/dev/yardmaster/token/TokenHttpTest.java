package dev.yardmaster.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.database.OwnContext;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TokenHttpTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    Pool pool;

    @Inject
    TokenUseWriter writer;

    @Inject
    HomeTokenStore homes;

    private final Api admin = LocalService.api();
    private TestTokens tokens;

    @BeforeEach
    void prepare() {
        tokens = new TestTokens(pool);
    }

    @Test
    void shouldShowANewTokenOnceAndStoreOnlyItsHash() {
        // When
        HttpResponse<String> created = admin.post(
                "/api/tokens",
                new JsonObject().put("name", "once-" + UUID.randomUUID()).put("role", "viewer"));

        // Then
        String text = new JsonObject(created.body()).getString("token");
        String id = new JsonObject(created.body()).getString("id");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location").orElseThrow()).endsWith("/api/tokens/" + id);
        assertThat(created.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(text).matches("ym_[A-Za-z0-9_-]{43}");
        assertThat(admin.get("/api/tokens/" + id).body()).doesNotContain(text, "hash");
        assertThat(admin.get("/api/tokens?limit=1000").body()).contains(id).doesNotContain(text);
        assertThat(row(id)).doesNotContain(text);
        assertThat(Redactor.of(Map.of()).redact(text)).isEqualTo("***");
        assertThat(new Api(LocalService.base(), text).get("/api/agents").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldNameTheTokenThatCreatedAnotherOne() {
        // Given
        JsonObject creator = tokens.create(AccessRole.ADMIN);

        // When
        JsonObject created = tokens.client(creator)
                .json(tokens.client(creator)
                        .post(
                                "/api/tokens",
                                new JsonObject()
                                        .put("name", "by-" + UUID.randomUUID())
                                        .put("role", "viewer")));

        // Then
        JsonObject shown = admin.json(admin.get("/api/tokens/" + created.getString("id")));
        assertThat(shown.getString("createdBy")).isEqualTo(creator.getString("name"));
    }

    @Test
    void shouldListTokensInPagesAndRevokedOnesInTheHistoryOnly() {
        // Given
        JsonObject valid = tokens.create(AccessRole.VIEWER);
        JsonObject revoked = tokens.create(AccessRole.VIEWER);
        admin.json(admin.send("DELETE", "/api/tokens/" + revoked.getString("id"), ""));

        // When
        String page = admin.get("/api/tokens?limit=1").body();
        String after = "&after=" + valid.getString("id");
        String rest = admin.get("/api/tokens?limit=1000" + after).body();
        String history =
                admin.get("/api/tokens?limit=1000&history=true" + after).body();

        // Then
        assertThat(new JsonObject(page).getJsonArray("items")).hasSize(1);
        assertThat(new JsonObject(page).getString("next")).isNotBlank();
        assertThat(rest).doesNotContain(revoked.getString("id"), valid.getString("id"));
        assertThat(history).contains(revoked.getString("id"), "revokedAt");
    }

    @Test
    void shouldRequireAUniqueNameAmongTheValidTokens() {
        // Given
        JsonObject first = tokens.create(AccessRole.VIEWER);
        JsonObject same = new JsonObject().put("name", first.getString("name")).put("role", "viewer");

        // When
        HttpResponse<String> second = admin.post("/api/tokens", same);
        tokens.change(first, "expires_at = now() - interval '1 minute'");
        HttpResponse<String> afterExpiry = admin.post("/api/tokens", same);
        admin.send("DELETE", "/api/tokens/" + new JsonObject(afterExpiry.body()).getString("id"), "");
        HttpResponse<String> afterRevocation = admin.post("/api/tokens", same);

        // Then
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(new JsonObject(second.body()).getString("code")).isEqualTo("name_taken");
        assertThat(List.of(afterExpiry.statusCode(), afterRevocation.statusCode()))
                .containsOnly(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"role": "viewer"}                                                        | name
            {"name": "a b", "role": "viewer"}                                         | name
            {"name": "a"}                                                             | role
            {"name": "a", "role": "agent"}                                            | admin, operator and viewer
            {"name": "a", "role": "viewer", "expiresAt": "2001-01-01T00:00:00Z"}      | is in the past
            {"name": "a", "role": "viewer", "hash": "x"}                              | hash
            """)
    void shouldExplainWhatIsWrongWithANewToken(String body, String reason) {
        // When
        HttpResponse<String> response = admin.send("POST", "/api/tokens", body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains(reason);
    }

    @Test
    void shouldChangeNameAndExpiryButNotTheRole() {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        String path = "/api/tokens/" + token.getString("id");
        String name = "renamed-" + UUID.randomUUID();
        Instant expiry = Instant.now().plusSeconds(3600);

        // When
        JsonObject changed = admin.json(admin.send(
                "PATCH",
                path,
                new JsonObject()
                        .put("name", name)
                        .put("expiresAt", expiry.toString())
                        .encode()));
        JsonObject withoutExpiry = admin.json(admin.send("PATCH", path, "{\"expiresAt\": null}"));
        HttpResponse<String> role = admin.send("PATCH", path, "{\"role\": \"admin\"}");

        // Then
        assertThat(changed.getString("name")).isEqualTo(name);
        assertThat(changed.getInstant("expiresAt").getEpochSecond()).isEqualTo(expiry.getEpochSecond());
        assertThat(withoutExpiry.containsKey("expiresAt")).isFalse();
        assertThat(role.statusCode()).isEqualTo(400);
        assertThat(role.body()).contains("'role' can't be changed");
    }

    @Test
    void shouldRefuseARevokedTokenAtOnceAndLeaveItAsItIs() {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        String path = "/api/tokens/" + token.getString("id");
        int before = tokens.client(token).get("/api/agents").statusCode();

        // When
        int revoked = admin.send("DELETE", path, "").statusCode();
        int again = admin.send("DELETE", path, "").statusCode();

        // Then
        assertThat(List.of(before, revoked, again)).containsExactly(200, 204, 204);
        assertThat(tokens.client(token).get("/api/agents").body()).contains("was revoked at");
        assertThat(admin.send("PATCH", path, "{\"name\": \"again\"}").statusCode())
                .isEqualTo(409);
        assertThat(admin.send("DELETE", "/api/tokens/" + UUID.randomUUID(), "").body())
                .contains("token_not_found");
    }

    @Test
    void shouldLearnFromTheDatabaseThatAnotherServiceHasRevokedAToken() {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        Api client = tokens.client(token);
        int before = client.get("/api/agents").statusCode();

        // When
        tokens.change(token, "revoked_at = now()");

        // Then
        assertThat(before).isEqualTo(200);
        await().atMost(SOON).until(() -> client.get("/api/agents").statusCode() == 401);
    }

    @Test
    void shouldAcceptATokenThatAnotherServiceHasJustCreatedAndReadTheWholeBody() {
        // Given
        String text = TokenText.create();
        String name = "just-" + UUID.randomUUID();
        JsonObject plan = new JsonObject().put("name", "plan-" + UUID.randomUUID());
        pool.preparedQuery(
                        "INSERT INTO access_token (id, name, hash, role, created_at) VALUES ($1, $2, $3, 'operator', now())")
                .execute(Tuple.of(
                        UUID.randomUUID(),
                        name,
                        Buffer.buffer(TokenHash.of(text).bytes())))
                .await()
                .atMost(SOON);

        // When
        HttpResponse<String> response = new Api(LocalService.base(), text).post("/api/plans", plan);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    @Test
    void shouldStoreTheLastUse() {
        // Given
        JsonObject token = tokens.create(AccessRole.VIEWER);
        Instant before = Instant.now().minusSeconds(1);
        tokens.client(token).get("/api/agents");

        // When
        writer.write().await().atMost(SOON);

        // Then
        JsonObject shown = admin.json(admin.get("/api/tokens/" + token.getString("id")));
        assertThat(shown.getInstant("lastUsedAt")).isBetween(before, Instant.now());
    }

    @Test
    void shouldKeepTheTokenOfTheHomeWhileItIsTheOnlyAdmin() {
        // Given
        JsonObject home = home();
        String path = "/api/tokens/" + home.getString("id");
        revokeOtherAdmins(home);

        // When
        HttpResponse<String> revoked = admin.send("DELETE", path, "");
        HttpResponse<String> expiring = admin.send("PATCH", path, "{\"expiresAt\": \"2099-01-01T00:00:00Z\"}");

        // Then
        assertThat(revoked.statusCode()).isEqualTo(409);
        assertThat(revoked.body()).contains("only valid admin token", "Create another admin token first");
        assertThat(expiring.statusCode()).isEqualTo(400);
        assertThat(expiring.body()).contains("delete the file admin-token");
        assertThat(home.getString("role")).isEqualTo("admin");
        assertThat(admin.get("/api/tokens").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldReplaceTheTokenOfAHomeWhoseFileWasDeleted() {
        // Given
        UUID installation = UUID.randomUUID();
        String first = TokenText.create();
        String second = TokenText.create();
        store(installation, first);
        int firstBefore = status(first);

        // When
        store(installation, second);
        store(installation, second);

        // Then
        assertThat(firstBefore).isEqualTo(200);
        assertThat(status(second)).isEqualTo(200);
        await().atMost(SOON).until(() -> status(first) == 401);
        assertThat(admin.get("/api/tokens?limit=1000").body()).containsOnlyOnce("home-" + installation);
        revokeOtherAdmins(home());
    }

    private void store(UUID installation, String text) {
        OwnContext.await(() -> homes.store(installation, TokenHash.of(text)), SOON);
    }

    private static int status(String token) {
        return new Api(LocalService.base(), token).get("/api/tokens").statusCode();
    }

    private JsonObject home() {
        return list().stream()
                .filter(token -> token.getString("name").equals("home"))
                .findFirst()
                .orElseThrow();
    }

    private void revokeOtherAdmins(JsonObject home) {
        list().stream()
                .filter(token -> token.getString("role").equals("admin"))
                .filter(token -> !token.getString("id").equals(home.getString("id")))
                .forEach(token -> admin.send("DELETE", "/api/tokens/" + token.getString("id"), ""));
    }

    private List<JsonObject> list() {
        return admin.json(admin.get("/api/tokens?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private String row(String id) {
        return pool.query("SELECT t::text FROM access_token t WHERE id = '" + id + "'")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .await()
                .atMost(SOON);
    }
}
