package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged application with its own embedded PostgreSQL. */
@QuarkusIntegrationTest
@WithTestResource(ServiceIT.Home.class)
class ServiceIT {
    private static final EventFlood FLOOD = EventFlood.of(2_000);

    @TestHTTPResource
    URI base;

    private Api api;

    /** A new home, with a fake CLI as the default executable. */
    public static final class Home implements QuarkusTestResourceLifecycleManager {
        static Path home;

        @Override
        public Map<String, String> start() {
            try {
                home = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "it-home-")
                        .toAbsolutePath();
                Path cli = FakeClaude.printing(FLOOD).install(Files.createDirectory(home.resolve("cli")));
                return Map.of(
                        "yardmaster.home",
                        home.toString(),
                        "yardmaster.executables.claude-code.path",
                        cli.toString(),
                        "yardmaster.health.every",
                        "off");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {}
    }

    @BeforeEach
    void connect() throws IOException {
        api = new Api(base, Files.readString(Home.home.resolve("admin-token")).strip());
    }

    @Test
    void shouldRunATaskToItsEnd() {
        // Given
        String agent = api.agent(new JsonObject());

        // When
        String task = api.task(agent, "go");

        // Then
        JsonObject done = api.awaitTask(task, "done");
        List<JsonObject> events = api.events(done.getString("session"));
        assertThat(events).extracting(event -> event.getString("type")).contains("session.started", "message", "usage");
        assertThat(events)
                .filteredOn(event -> event.getString("type").equals("message.delta"))
                .hasSize(2_000);
        assertThat(events.getLast().getString("type")).isEqualTo("session.ended");
        assertThat(events)
                .extracting(event -> event.getLong("seq"))
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void shouldServeHealthMetricsAndDocumentation() {
        assertThat(new Api(base, "").get("/q/health").statusCode()).isEqualTo(200);
        assertThat(api.get("/q/metrics").body()).contains("yardmaster_sessions_running");
        assertThat(api.get("/q/openapi").body()).contains("/api/sessions/{id}/events");
        assertThat(api.get("/q/swagger-ui/").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRejectInvalidRequests() {
        assertThat(new Api(base, "ym_wrong").get("/api/agents").statusCode()).isEqualTo(401);
        assertThat(api.post("/api/agents", new JsonObject().put("name", "a/b").put("role", "worker"))
                        .body())
                .contains("\"code\":\"invalid_request\"");
        assertThat(api.post("/api/agents", new JsonObject().put("name", "a").put("role", "king"))
                        .body())
                .contains("\"code\":\"unknown_role\"");
    }
}
