package dev.yardmaster.top;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.client.ApiClient;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Target;
import dev.yardmaster.client.Targets;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command and the service understand each other. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TopHttpTest {
    private final Api api = LocalService.api();
    private final String name = "top-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path home;

    @AfterEach
    void clear() {
        api.send("DELETE", "/api/agents/" + name, "");
        api.send("DELETE", "/api/pools/" + name, "");
    }

    @Test
    void shouldPrintTheFleetOfTheService() throws Exception {
        // Given
        register();
        api.post("/api/pools", new JsonObject().put("name", name).put("size", 3).put("enabled", false));
        var out = new ByteArrayOutputStream();
        var targets = new Targets(
                Map.of("YARDMASTER_URL", api.base().toString(), "YARDMASTER_TOKEN", api.token()),
                new Contexts(home.resolve("contexts.json")),
                home);

        // When
        var command =
                new TopCommand(targets, Map.of(), (_, _) -> {}, new PrintStream(out, true, UTF_8), OptionalInt::empty);
        int exitCode = new CommandLine(command).execute("--once");

        // Then
        assertThat(exitCode).isZero();
        assertThat(out.toString(UTF_8).lines())
                .anyMatch(line -> line.matches("Yardmaster  http://.* · version \\S+ · up \\d+.*"))
                .anyMatch(line -> line.startsWith("Dispatcher  "))
                .anyMatch(line -> line.contains(name + " ░░░ 0/3 (disabled)"))
                .anyMatch(line -> line.matches("  " + name + " +disabled +codex +gpt-5"));
    }

    @Test
    void shouldShowAndForgetAgentsAsTheServiceReportsChanges() {
        // Given
        var client = new ApiClient(new Target(api.base(), Optional.of(api.token()), "test"));
        var fleet = new Fleet(api.base().toString());
        Clock clock = Clock.systemUTC();
        try (var follower = new Follower(client, fleet, new FleetReader(client, fleet, clock), clock)) {
            follower.start();
            await().until(() ->
                    fleet.view().isRead() && fleet.view().service().connection() instanceof Connection.Live);

            // When
            register();

            // Then
            await().until(() -> shows(fleet));

            // When
            api.send("DELETE", "/api/agents/" + name, "");

            // Then
            await().until(() -> !shows(fleet));
        }
    }

    private void register() {
        api.post(
                "/api/agents",
                new JsonObject()
                        .put("name", name)
                        .put("role", "worker")
                        .put("enabled", false)
                        .put("provider", "codex")
                        .put("model", "gpt-5"));
    }

    private boolean shows(Fleet fleet) {
        return fleet.view().agents().stream().anyMatch(row -> row.name().equals(name));
    }
}
