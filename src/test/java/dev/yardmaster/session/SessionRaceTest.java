package dev.yardmaster.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens at the same time as a start, an end or an update of a session. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class SessionRaceTest {
    private static final String WAITING = "read -r _; cat >/dev/null";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    SessionRepository repository;

    @Inject
    Pool pool;

    private final Api api = LocalService.api();

    @Test
    void shouldStartFortySessionsAtOnce() throws Exception {
        // Given
        String agent = agent(40);

        // When
        List<HttpResponse<String>> responses;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            responses =
                    IntStream.range(0, 40)
                            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> start(agent), clients))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();
        }

        // Then
        assertThat(responses)
                .allSatisfy(response ->
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(201));
        stopAll(agent);
    }

    @Test
    void shouldLaunchEverySessionWhoseClientHangsUp() throws Exception {
        // Given
        String agent = agent(20);

        // When
        for (int i = 0; i < 20; i++) {
            hangUpDuringStart(agent);
        }

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states(agent)).isEqualTo(Set.of("running")));
        stopAll(agent);
    }

    @Test
    void shouldNotRemoveAnAgentWhoseSessionIsBeingStarted() throws Exception {
        // Given
        String agent = agent(1);
        UUID id = UUID.fromString(api.json(api.get("/api/agents/" + agent)).getString("id"));

        // When
        CompletableFuture<HttpResponse<String>> removal = pool.withTransaction(transaction -> transaction
                        .preparedQuery("SELECT FROM agent WHERE id = $1 FOR UPDATE")
                        .execute(Tuple.of(id))
                        .chain(() -> transaction.preparedQuery("""
                                INSERT INTO session (id, instance, agent, agent_name, provider, executable, mode, directory, state, started_at)
                                VALUES ($1, $1, $2, $3, 'claude-code', 'x', 'bidirectional', '/', 'running', now())
                                """).execute(Tuple.of(UUID.randomUUID(), id, agent)))
                        .map(_ -> CompletableFuture.supplyAsync(() -> api.send("DELETE", "/api/agents/" + agent, "")))
                        .call(this::untilItWaits))
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(removal.join().statusCode()).isEqualTo(409);
        assertThat(removal.join().body()).contains("has a running session");
        assertThat(api.get("/api/agents/" + agent).statusCode()).isEqualTo(200);
        pool.preparedQuery("DELETE FROM session WHERE agent = $1")
                .execute(Tuple.of(id))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void shouldKeepTheLargestUsageWhenUpdatesOvertakeEachOther() {
        // Given
        String agent = agent(1);
        UUID session = UUID.fromString(api.start(agent, "stay"));
        repository
                .used(session, new AgentEvent.Usage(10, 20, 30, 40, OptionalDouble.of(0.5)))
                .await()
                .atMost(PATIENCE);

        // When
        repository
                .used(session, new AgentEvent.Usage(9, 19, 29, 39, OptionalDouble.empty()))
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(repository.get(session).await().atMost(PATIENCE).usage())
                .extracting(
                        Session.Usage::inputTokens,
                        Session.Usage::outputTokens,
                        Session.Usage::cacheReadTokens,
                        Session.Usage::cacheWriteTokens)
                .containsExactly(10L, 20L, 30L, 40L);
        assertThat(repository.get(session).await().atMost(PATIENCE).usage().costUsd())
                .contains(0.5);
        stopAll(agent);
    }

    private String agent(int sessions) {
        return api.agent(
                new JsonObject().put("executable", Slots.script(WAITING)).put("maxConcurrentTasks", sessions));
    }

    private HttpResponse<String> start(String agent) {
        return api.post("/api/agents/" + agent + "/start", new JsonObject().put("prompt", "stay"));
    }

    /** Sends the request, and closes the connection without reading the answer. */
    private void hangUpDuringStart(String agent) throws IOException {
        String body = "{\"prompt\":\"stay\"}";
        String request = "POST /api/agents/" + agent + "/start HTTP/1.1\r\nHost: "
                + api.base().getAuthority()
                + "\r\nAuthorization: Bearer " + api.token() + "\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
        try (Socket socket = new Socket(api.base().getHost(), api.base().getPort())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
        }
    }

    private void stopAll(String agent) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
            assertThat(states(agent)).isEqualTo(Set.of("stopped"));
        });
    }

    private Set<String> states(String agent) {
        return api.json(api.get("/api/sessions?limit=100&agent=" + agent)).getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("state"))
                .collect(Collectors.toSet());
    }

    /** Completes when a statement of another connection waits for a lock. */
    private Uni<Void> untilItWaits(Object ignored) {
        return pool.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(20))
                .repeat()
                .until(count -> count > 0)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
