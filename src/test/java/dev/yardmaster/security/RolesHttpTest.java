package dev.yardmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.RouteRole;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.Browser;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestIssuer;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may call which route: all routes, derived from the table of their roles. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class RolesHttpTest {
    private static final String UNKNOWN_ID = "00000000-0000-7000-8000-000000000000";

    @Inject
    Pool pool;

    @ParameterizedTest
    @EnumSource(value = AccessRole.class, mode = EnumSource.Mode.EXCLUDE, names = "AGENT")
    void shouldAllowEachRoleItsRoutesOnly(AccessRole role) {
        // Given
        Api api = new TestTokens(pool).api(role);

        // When / Then
        assertAllowed(role, api);
    }

    @ParameterizedTest
    @EnumSource(value = AccessRole.class, mode = EnumSource.Mode.EXCLUDE, names = "AGENT")
    void shouldAllowUsersOfTheOpenIdIssuerTheRoutesOfTheirRoleOnly(AccessRole role) {
        // Given
        Api api = new Api(LocalService.base(), TestIssuer.token("roles", List.of("other", role.value())));

        // When / Then
        assertAllowed(role, api);
    }

    @Test
    void shouldRefuseTokensThatAreMissingWrongExpiredOrRevokedOnEveryRoute() {
        // Given
        TestTokens tokens = new TestTokens(pool);
        Map<Api, String> callers = Map.of(
                new Api(LocalService.base(), ""),
                "Authorization: Bearer TOKEN",
                new Api(LocalService.base(), "ym_" + "B".repeat(43)),
                "No token is like",
                tokens.expired(),
                "expired at",
                tokens.revoked(),
                "was revoked at");

        // When
        List<RouteRole> routes = RouteRoles.all();

        // Then
        callers.forEach((api, reason) -> assertThat(routes).allSatisfy(route -> {
            HttpResponse<String> response = call(api, route);
            assertThat(response.statusCode()).as(route.toString()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            assertThat(new JsonObject(response.body()).getString("detail")).contains(reason);
        }));
    }

    @Test
    void shouldAllowACookieChangesOnlyWithTheHeaderOfOwnPages() {
        // Given
        JsonObject token = new TestTokens(pool).create(AccessRole.ADMIN);
        Browser browser = Browser.loggedIn(new JsonObject().put("token", token.getString("token")));

        // When
        List<RouteRole> routes = RouteRoles.all();

        // Then
        assertThat(routes).allSatisfy(route -> {
            int without = browser.send(route.method(), target(route), "").statusCode();
            int with =
                    browser.sendFromOwnPage(route.method(), target(route), "").statusCode();
            assertThat(with).as(route.toString()).isEqualTo(status(route));
            assertThat(without).as(route.toString()).isEqualTo(route.method().equals("GET") ? status(route) : 403);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/nothing",
        "GET, /api/tokens;a=b",
        "GET, /api/%74okens",
        "GET, /api/agents/../tokens",
        "GET, /api//tokens",
        "PUT, /api/agents",
        "GET, /test-probe",
        "GET, /",
    })
    void shouldRefuseEverythingThatNamesNoRoleToNonAdmins(String method, String path) {
        // Given
        Api api = new TestTokens(pool).api(AccessRole.OPERATOR);

        // When
        HttpResponse<String> response = api.send(method, path, "");

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("requires the role admin");
    }

    @Test
    void shouldNameTheRoleOfEveryOperationInTheDescriptionOfTheApi() {
        // When
        JsonObject paths =
                new JsonObject(LocalService.api().get("/q/openapi?format=json").body()).getJsonObject("paths");

        // Then
        assertThat(RouteRoles.all().stream()
                        .filter(route -> route.path().startsWith("/api/"))
                        .toList())
                .allSatisfy(route -> {
                    JsonObject operation = paths.getJsonObject(route.path())
                            .getJsonObject(route.method().toLowerCase(Locale.ROOT));
                    assertThat(operation.getString("x-required-role"))
                            .isEqualTo(route.role().value());
                    assertThat(operation.getString("description"))
                            .endsWith("Requires the role " + route.role().value() + ".");
                });
    }

    @Test
    void shouldShowTheSecretsOfMcpServersToAdminsOnly() {
        // Given
        Api admin = LocalService.api();
        TestTokens tokens = new TestTokens(pool);
        String agent = admin.agent(new JsonObject("""
                {"mcpServers": {
                  "files": {"command": "npx", "args": ["--key=canary-1"], "env": {"KEY": "canary-2"}},
                  "web": {"url": "https://canary-3@example.org/canary-4?key=canary-5", "headers": {"A": "canary-6"}}}}
                """));

        // When
        List<String> shown = List.of(
                tokens.api(AccessRole.VIEWER).get("/api/agents/" + agent).body(),
                tokens.api(AccessRole.VIEWER).get("/api/agents?limit=1000").body(),
                tokens.api(AccessRole.OPERATOR).get("/api/agents/" + agent).body());

        // Then
        assertThat(shown)
                .allSatisfy(body -> assertThat(body)
                        .contains(agent, "npx", "https://example.org/***")
                        .doesNotContain("canary"));
        assertThat(admin.get("/api/agents/" + agent).body()).contains("canary-1", "canary-6");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST  | /api/agents     | mcpServers      | {"name": "no-mcp", "role": "worker", "mcpServers": {"x": {"command": "sh"}}}
            PATCH | /api/agents/x   | mcpServers      | {"mcpServers": {"x": {"command": "sh"}}}
            POST  | /api/projects   | mcpServers      | {"name": "no-mcp", "path": "/tmp", "mcpServers": {"x": {"command": "sh"}}}
            POST  | /api/projects   | testCommand     | {"name": "no-test", "path": "/tmp", "testCommand": "sh"}
            POST  | /api/projects   | setupCommand    | {"name": "no-setup", "path": "/tmp", "setupCommand": "sh"}
            PATCH | /api/projects/x | mcpServers      | {"mcpServers": {"x": {"command": "sh"}}}
            PATCH | /api/projects/x | testCommand     | {"testCommand": null}
            PATCH | /api/projects/x | setupCommand    | {"setupCommand": "sh"}
            PATCH | /api/projects/x | teardownCommand | {"teardownCommand": "sh"}
            """)
    void shouldLetOnlyAdminsNamePrograms(String method, String path, String field, String body) {
        // Given
        Api api = new TestTokens(pool).api(AccessRole.OPERATOR);

        // When
        HttpResponse<String> response = api.send(method, path, body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
        assertThat(response.body()).contains(field, "requires the role admin");
    }

    private static void assertAllowed(AccessRole role, Api api) {
        assertThat(RouteRoles.all()).hasSizeGreaterThan(70).allSatisfy(route -> {
            HttpResponse<String> response = call(api, route);
            if (role.includes(route.role())) {
                // The guard allows the request; then the query parameter is refused, so that nothing changes.
                assertThat(response.statusCode()).as(route + response.body()).isEqualTo(status(route));
            } else {
                assertThat(response.statusCode()).as(route.toString()).isEqualTo(403);
                assertThat(new JsonObject(response.body()).getString("code")).isEqualTo("forbidden");
                assertThat(new JsonObject(response.body()).getString("detail"))
                        .contains("requires the role " + route.role().value(), "has the role " + role.value());
            }
        });
    }

    private static HttpResponse<String> call(Api api, RouteRole route) {
        return api.send(route.method(), target(route), "");
    }

    private static String target(RouteRole route) {
        return route.path().replaceAll("\\{[^}]*}", UNKNOWN_ID) + "?surplus=1";
    }

    private static int status(RouteRole route) {
        return route.path().startsWith("/q/") ? 200 : 400;
    }
}
