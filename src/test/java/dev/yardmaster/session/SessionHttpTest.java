package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists sessions and sends commands to them over HTTP. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class SessionHttpTest {
    private static final String WAITING = "read -r _; cat >/dev/null";

    @Inject
    Pool pool;

    @TempDir
    Path directory;

    private final Api api = LocalService.api();

    @Test
    void shouldFilterAndPageSessions() {
        // Given
        String agent = api.agent(Floods.atOnce(directory, EventFlood.of(1)));
        List<String> tasks =
                Stream.generate(() -> api.task(agent, "go")).limit(3).toList();
        tasks.forEach(task -> api.awaitTask(task, "done"));
        List<String> sessions = tasks.stream().map(api::awaitSession).sorted().toList();

        // When
        JsonObject first = api.json(api.get("/api/sessions?limit=2&agent=" + agent));
        JsonObject second =
                api.json(api.get("/api/sessions?limit=2&agent=" + agent + "&after=" + first.getString("next")));
        JsonObject ofTask = api.json(api.get("/api/sessions?state=completed&task=" + tasks.get(1)));

        // Then
        assertThat(ids(first)).isEqualTo(sessions.reversed().subList(0, 2));
        assertThat(ids(second)).containsExactly(sessions.getFirst());
        assertThat(second.getString("next")).isNull();
        assertThat(ids(ofTask)).containsExactly(api.awaitSession(tasks.get(1)));
        assertThat(ids(api.json(api.get("/api/sessions?state=failed&agent=" + agent))))
                .isEmpty();
        assertThat(ids(api.json(api.get("/api/sessions?state=failed&state=completed&agent=" + agent))))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "interrupt", "stop"})
    void shouldRefuseCommandsToASessionThatHasEnded(String command) {
        // Given
        String session = api.start(api.agent(Slots.script("exit 0")), "go");
        api.awaitEnd(session);

        // When
        HttpResponse<String> response =
                api.post("/api/sessions/" + session + "/" + command, new JsonObject().put("text", "hello"));

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("conflict", "not running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "interrupt", "stop"})
    void shouldNameTheServiceThatRunsTheSession(String command) {
        // Given
        UUID session = sessionOfAnotherService();

        // When
        HttpResponse<String> response =
                api.post("/api/sessions/" + session + "/" + command, new JsonObject().put("text", "hello"));

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("conflict", "another service, http://yard-2:8484");
    }

    @Test
    void shouldNameTheServicesThatAreToStopSessionsOfAnAgentToo() {
        // Given
        UUID session = sessionOfAnotherService();
        String agent = api.json(api.get("/api/sessions/" + session)).getString("agentName");

        // When
        HttpResponse<String> response = api.post("/api/agents/" + agent + "/stop", new JsonObject());

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("conflict", "http://yard-2:8484");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "interrupt", "stop"})
    void shouldReportAnUnknownSession(String command) {
        // Given
        String path = "/api/sessions/" + UUID.randomUUID() + "/" + command;

        // When
        HttpResponse<String> response = api.post(path, new JsonObject().put("text", "hello"));

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("session_not_found");
    }

    @Test
    void shouldRefuseMoreSessionsThanMaxConcurrentTasks() {
        // Given
        String agent = api.agent(Slots.script(WAITING));
        String session = api.start(agent, "stay");

        // When
        HttpResponse<String> response = api.post("/api/agents/" + agent + "/start", new JsonObject());

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("conflict", "maxConcurrentTasks");
        api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject()));
        assertThat(api.awaitEnd(session).getString("state")).isEqualTo("stopped");
    }

    @Test
    void shouldRefuseAMessageWithHalfASurrogatePair() {
        // Given
        String session = api.start(api.agent(Slots.script(WAITING)), "stay");

        // When
        HttpResponse<String> response =
                api.send("POST", "/api/sessions/" + session + "/messages", "{\"text\":\"half \\ud83d pair\"}");
        api.json(api.post("/api/sessions/" + session + "/stop", new JsonObject()));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("'text'", "surrogate");
        assertThat(api.awaitEnd(session).getString("state")).isEqualTo("stopped");
    }

    @Test
    void shouldKeepTheHistoriesOfAgentsApartThatHaveHadTheSameName() {
        // Given
        String name = api.agent(Slots.script("exit 0"));
        String first = api.json(api.get("/api/agents/" + name)).getString("id");
        String ofFirst = api.start(name, "go");
        api.awaitEnd(ofFirst);
        api.change(first, new JsonObject().put("name", name + "-before"));
        String second = api.json(api.post(
                        "/api/agents",
                        new JsonObject()
                                .put("name", name)
                                .put("role", "worker")
                                .put("executable", Slots.script("exit 0"))))
                .getString("id");
        String ofSecond = api.start(name, "go");
        api.awaitEnd(ofSecond);
        String removed = api.agent(Slots.script("exit 0"));
        String removedId = api.json(api.get("/api/agents/" + removed)).getString("id");
        String ofRemoved = api.start(removed, "go");
        api.awaitEnd(ofRemoved);

        // When
        api.json(api.send("DELETE", "/api/agents/" + removed, ""));

        // Then
        assertThat(ofAgent(name)).containsExactly(ofSecond);
        assertThat(ofAgent(name + "-before")).containsExactly(ofFirst);
        assertThat(ofAgent(first)).containsExactly(ofFirst);
        assertThat(ofAgent(second)).containsExactly(ofSecond);
        assertThat(ofAgent(removedId)).containsExactly(ofRemoved);
        assertThat(api.get("/api/sessions?agent=" + removed).body()).contains("agent_not_found", removed);
    }

    @ParameterizedTest
    @CsvSource({
        "agent=nobody, 404, agent_not_found",
        "agent=00000000-0000-7000-8000-000000000000, 404, agent_not_found",
        "task=00000000-0000-7000-8000-000000000000, 404, task_not_found",
        "task=nope, 400, invalid_request",
        "state=bogus, 400, invalid_request",
    })
    void shouldRefuseAFilterThatNamesNothing(String query, int status, String code) {
        // When
        HttpResponse<String> response = api.get("/api/sessions?" + query);

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
    }

    private List<String> ofAgent(String agent) {
        return ids(api.json(api.get("/api/sessions?agent=" + agent)));
    }

    /** Inserts the rows of another service that is alive, and of a session that it runs. */
    private UUID sessionOfAnotherService() {
        UUID instance = UUID.randomUUID();
        UUID session = UUID.randomUUID();
        String agent = api.agent(Slots.script("exit 0"));
        String agentId = api.json(api.get("/api/agents/" + agent)).getString("id");
        pool.preparedQuery("INSERT INTO replica (instance, address, seen_at) VALUES ($1, $2, now() + interval '1 day')")
                .execute(Tuple.of(instance, "http://yard-2:8484"))
                .await()
                .indefinitely();
        pool.preparedQuery("""
                        INSERT INTO session (id, instance, agent, agent_name, provider, executable, mode, directory, state, started_at)
                        VALUES ($1, $2, $3, $4, 'claude-code', 'other', 'bidirectional', '/', 'running', now())""")
                .execute(Tuple.of(session, instance, UUID.fromString(agentId), agent))
                .await()
                .indefinitely();
        return session;
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }
}
