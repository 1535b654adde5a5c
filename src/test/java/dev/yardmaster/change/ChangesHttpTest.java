package dev.yardmaster.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that follow the changes instead of polling. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ChangesHttpTest {
    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private final String name = "changes-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void resetWhatAllTestsShare() {
        api.json(api.send("PATCH", "/api/settings", "{\"maxLimitWait\": null}"));
        execute("DELETE FROM dispatch_pause");
        execute("DELETE FROM budget WHERE agent IS NULL AND provider IS NULL");
        execute("DELETE FROM pool WHERE name = '" + name + "'");
    }

    @Test
    void shouldReportEachChangeWithTheIdNameAndState() {
        // Given
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            Frame first = stream.next();

            // When
            String plan = id(api.post("/api/plans", new JsonObject().put("name", name)));
            JsonObject added = next(stream, event -> plan.equals(event.getString("id")));
            api.json(api.send("POST", "/api/plans/" + name + "/activate", ""));
            JsonObject activated = next(stream, event -> plan.equals(event.getString("id")));

            // Then
            assertThat(first.event()).isEqualTo("reset");
            assertThat(added)
                    .isEqualTo(new JsonObject()
                            .put("type", "plan.changed")
                            .put("kind", "plan")
                            .put("id", plan)
                            .put("name", name)
                            .put("state", "draft"));
            assertThat(activated.getString("state")).isEqualTo("active");
        }
    }

    @Test
    void shouldReportAChangeThatNoRouteHasMade() {
        // Given
        String agent = api.agent(new JsonObject().put("enabled", false));
        String task = api.task(agent, "go");
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            stream.next();

            // When
            execute("UPDATE task SET state = 'cancelled' WHERE id = '" + task + "'");
            execute("DELETE FROM task WHERE id = '" + task + "'");

            // Then
            JsonObject last = next(stream, event -> task.equals(event.getString("id")) && event.containsKey("deleted"));
            assertThat(last.getString("type")).isEqualTo("task.changed");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        settings   | PATCH  | /api/settings            | {"maxLimitWait": null}
        dispatcher | POST   | /api/dispatcher/resume   |
        budget     | PUT    | /api/budgets/workspace   | {"usd": 1000000}
        budget     | DELETE | /api/budgets/workspace   |
        """)
    void shouldReportThingsOfWhichThereIsOne(String kind, String method, String path, String body) {
        // Given
        api.json(api.send("PATCH", "/api/settings", "{\"maxLimitWait\": \"PT1H\"}"));
        execute("INSERT INTO dispatch_pause (since) VALUES (now()) ON CONFLICT DO NOTHING");
        api.json(api.send("PUT", "/api/budgets/workspace", "{\"usd\": 1000001}"));
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            stream.next();

            // When
            api.json(api.send(method, path, body == null ? "" : body));

            // Then
            assertThat(next(stream, event -> kind.equals(event.getString("kind")))
                            .getString("type"))
                    .isEqualTo(kind + ".changed");
        }
    }

    @Test
    void shouldContinueAfterTheLastEventOfTheClient() {
        // Given
        String seen;
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            seen = stream.next().id();
        }
        String pool =
                id(api.post("/api/pools", new JsonObject().put("name", name).put("size", 1)));

        // When
        List<JsonObject> events = new ArrayList<>();
        try (EventStream stream = EventStream.openAfter(api, "/api/changes", seen)) {
            events.add(next(stream, event -> pool.equals(event.getString("id")), events));
        }

        // Then
        assertThat(events.getLast().getString("name")).isEqualTo(name);
        assertThat(events).extracting(event -> event.getString("type")).doesNotContain("reset");
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(Duration.ofSeconds(30));
    }

    private String id(HttpResponse<String> added) {
        return api.json(added).getString("id");
    }

    private static JsonObject next(EventStream stream, Predicate<JsonObject> wanted) {
        return next(stream, wanted, new ArrayList<>());
    }

    /** Reads up to the first wanted event; adds the others to a list. Gives up after some heartbeats. */
    private static JsonObject next(EventStream stream, Predicate<JsonObject> wanted, List<JsonObject> others) {
        int heartbeats = stream.comments();
        while (stream.comments() < heartbeats + 2) {
            // Frames are short, and one byte at a time leaves the frames after the wanted one in the stream.
            for (Frame frame : stream.readSome(1)) {
                if (wanted.test(frame.json())) {
                    return frame.json();
                }
                others.add(frame.json());
            }
        }
        throw new AssertionError("The event has not come, only " + others);
    }
}
