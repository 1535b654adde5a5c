package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.client.Target;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestTokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class DoctorServiceTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Path NOWHERE = Path.of("/nowhere");

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String database;

    @ConfigProperty(name = "quarkus.datasource.username")
    String user;

    @ConfigProperty(name = "quarkus.datasource.password")
    String password;

    @Test
    void shouldFindTheRunningServiceInOrder() throws Exception {
        // When
        var findings = new ServiceCheck(installation(Map.of()), service()).run();

        // Then
        assertThat(findings)
                .extracting(Finding::check)
                .containsExactly("service", "version", "ready", "service-clock", "token");
        assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
        assertThat(findings.getLast().detail()).endsWith("has the role admin.");
    }

    @Test
    void shouldReadTheHealthOfTheExecutablesOfTheRunningService() throws Exception {
        // Given
        List<Finding> findings = new ArrayList<>();

        // When
        new ServiceClis(LONG, false).find(service().api().orElseThrow(), findings::add);

        // Then
        assertThat(findings).extracting(Finding::check).contains("cli:claude-code", "cli:codex", "cli:opencode");
    }

    @Test
    void shouldReadTheMcpServersAndTheModelsOfTheRunningService() throws Exception {
        // Given
        Api api = LocalService.api();
        String name = "doctor-" + UUID.randomUUID();
        var servers = new JsonObject().put("files", new JsonObject().put("command", "no-such-program"));
        api.json(api.post(
                "/api/agents",
                new JsonObject()
                        .put("name", name)
                        .put("role", "worker")
                        .put("enabled", false)
                        .put("mcpServers", servers)));
        api.json(api.post(
                "/api/pools",
                new JsonObject()
                        .put("name", name)
                        .put("size", 1)
                        .put("enabled", false)
                        .put("entries", new JsonArray().add("worker:ephemeral:1:1:codex:no-such-model"))));

        // When
        var mcp = new McpCheck(service(), new Programs(System.getenv())).run();
        var models = new ModelsCheck(service()).run();

        // Then
        api.json(api.send("DELETE", "/api/agents/" + name, ""));
        api.json(api.send("DELETE", "/api/pools/" + name, ""));
        assertThat(mcp)
                .extracting(Finding::detail)
                .contains("The program 'no-such-program' of the MCP server 'files' of the agent '" + name
                        + "' is not found.");
        assertThat(models).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.check()).isEqualTo("models");
            assertThat(finding.state()).isEqualTo(State.WARNING);
        });
    }

    @Test
    void shouldConnectToTheDatabaseAndCompareItsClock() {
        // When
        var findings = database(password);

        // Then
        assertThat(findings).extracting(Finding::check).containsExactly("database", "database-clock");
        assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
        assertThat(findings.getFirst().detail()).startsWith("The PostgreSQL 18").endsWith("accepts the credentials.");
    }

    @Test
    void shouldReportARefusedPassword() {
        // When
        var findings = database("wrong");

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAILED);
            assertThat(finding.detail()).contains("refuses the credentials");
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AGENT")
    void shouldShowTheCallerItsRole(AccessRole role) {
        // Given
        Api api = new TestTokens(pool).api(role);

        // When
        var caller = api.json(api.get("/api/caller"));

        // Then
        assertThat(caller.getString("role")).isEqualTo(role.value());
        assertThat(caller.getString("name")).startsWith("test-");
        assertThat(caller.getInstant("time")).isBefore(Instant.now().plusSeconds(1));
    }

    private static Service service() {
        var target =
                new Target(LocalService.base(), Optional.of(LocalService.api().token()), "--server");
        return Service.at(target, LONG);
    }

    private List<Finding> database(String password) {
        String url = database.replaceFirst("^postgresql://", "postgresql://" + user + ":" + password + "@");
        return new DatabaseCheck(installation(Map.of("YARDMASTER_DATABASE_URL", url))).run();
    }

    private static Installation installation(Map<String, String> environment) {
        return new Installation(NOWHERE, NOWHERE, NOWHERE, environment, "");
    }
}
