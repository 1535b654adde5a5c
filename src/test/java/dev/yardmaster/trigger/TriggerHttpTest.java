package dev.yardmaster.trigger;

import static dev.yardmaster.trigger.TriggerFixture.add;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Triggers over HTTP: what they accept, and how people change them. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class TriggerHttpTest {
    @Inject
    Pool pool;

    @RegisterExtension
    final TriggerFixture fixture = new TriggerFixture();

    private final Api api = LocalService.api();
    private final String name = fixture.name;

    @Test
    void shouldAddShowChangeAndRemoveATrigger() {
        // Given
        JsonObject added = add(trigger().put("cron", "0 3 * * *").put("timeZone", "Europe/Berlin"));

        // When
        JsonObject shown = api.json(api.get("/api/triggers/" + added.getString("id")));
        JsonObject changed = api.json(patch("{\"enabled\": false, \"cron\": \"0 4 * * *\"}"));
        HttpResponse<String> taken = api.post("/api/triggers", trigger().put("cron", "0 3 * * *"));
        HttpResponse<String> removed = api.send("DELETE", "/api/triggers/" + name, "");

        // Then
        assertThat(shown).isEqualTo(added);
        assertThat(shown.getBoolean("enabled")).isTrue();
        assertThat(shown.getString("nextAt")).matches("\\d{4}-\\d\\d-\\d\\dT0[12]:00:00Z");
        assertThat(changed.getBoolean("enabled")).isFalse();
        assertThat(changed.getString("nextAt")).matches("\\d{4}-\\d\\d-\\d\\dT0[23]:00:00Z");
        assertThat(new JsonObject(taken.body()).getString("code")).isEqualTo("name_taken");
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(api.get("/api/triggers/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldKeepATimeThatHasComeWhenOtherFieldsChange() {
        // Given
        add(trigger().put("cron", "0 3 29 2 *"));
        Instant next = Instant.parse("2100-01-01T00:00:00Z");
        pool.preparedQuery("UPDATE trigger SET next_at = $2 WHERE name = $1")
                .execute(Tuple.of(name, next.atOffset(ZoneOffset.UTC)))
                .await()
                .atMost(Duration.ofSeconds(30));

        // When
        JsonObject kept = api.json(patch("{\"task\": {\"prompt\": \"Look twice.\"}}"));
        JsonObject moved = api.json(patch("{\"cron\": \"0 4 29 2 *\"}"));

        // Then
        assertThat(kept.getString("nextAt")).isEqualTo(next.toString());
        assertThat(moved.getString("nextAt")).isEqualTo("2028-02-29T04:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                             | 400 | 'cron' or 'events' or 'webhook' must be there
            {"cron":"* * * * *","events":["task.done"]}    | 400 | 'cron' or 'events' or 'webhook' must be there
            {"cron":"* * * * *","webhook":true}            | 400 | 'cron' or 'events' or 'webhook' must be there
            {"cron":"every day"}                           | 400 | must have five fields
            {"cron":"0 0 30 2 *"}                          | 400 | 'cron' has no time in the future
            {"cron":"61 * * * *"}                          | 400 | 'cron' is not a cron expression
            {"cron":"* * * * *","timeZone":"Mars/Base"}    | 400 | 'timeZone' is 'Mars/Base'
            {"events":["task.started"]}                    | 400 | 'events' must be a list with any of task.done
            {"events":[]}                                  | 400 | 'events' must be a list with any of task.done
            {"events":["task.done"],"project":"none"}      | 422 | is not the id or name of a project
            {"cron":"* * * * *","project":"none"}          | 400 | 'project' selects events
            {"cron":"* * * * *","task":{"title":"x"}}      | 400 | 'prompt' is missing
            {"cron":"* * * * *","task":{"title":"x","prompt":"y","agent":"nobody"}} | 422 | is not the id or name of an agent
            {"cron":"* * * * *","task":{"title":"x","prompt":"y","dependsOn":[]}}   | 400 | 'dependsOn' must be left out
            {"cron":"* * * * *","message":{"to":"people","text":"x"}}               | 400 | 'task' or 'message' must be there
            {"cron":"* * * * *","task":null,"message":{"to":"nobody","text":"x"}}   | 422 | neither an agent nor people
            """)
    void shouldRefuseATriggerThatCouldNotRun(String changes, int status, String detail) {
        // When
        HttpResponse<String> response = api.post("/api/triggers", trigger().mergeIn(new JsonObject(changes)));

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(detail);
        assertThat(api.get("/api/triggers/" + name).statusCode()).isEqualTo(404);
    }

    private JsonObject trigger() {
        return fixture.trigger();
    }

    private HttpResponse<String> patch(String changes) {
        return fixture.patch(changes);
    }
}
