package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task can name what its sessions run on. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskChoiceHttpTest {
    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    private final Api api = fixture.api();

    @Test
    void shouldRunATaskOnItsOwnExecutableAndModel() {
        // Given
        String ofAgent = Fakes.claude(Fakes.works());
        String ofTask = Fakes.claude(Fakes.works());
        fixture.agent(new JsonObject().put("executable", ofAgent));

        // When
        String chosen = fixture.task(new JsonObject().put("executable", ofTask).put("model", "opus"));
        String other = fixture.task();

        // Then
        assertThat(session(chosen).getString("executable")).isEqualTo(ofTask);
        assertThat(session(chosen).getJsonObject("resolution").getString("model"))
                .isEqualTo("opus");
        assertThat(session(other).getString("executable")).isEqualTo(ofAgent);
    }

    @Test
    void shouldWaitForTheExecutableOfATaskWhileOtherTasksStart() {
        // Given
        String ofAgent = Fakes.claude(Fakes.works());
        String limited = Fakes.claude(Fakes.works());
        Instant reset = Instant.now().plusSeconds(3600);
        fixture.limit(limited, reset);
        String agent = fixture.agent(
                new JsonObject().put("executable", ofAgent).put("fallbackChain", new JsonArray().add(ofAgent)));

        // When
        String waiting = fixture.task(new JsonObject().put("executable", limited));
        String other = fixture.task();

        // Then
        assertThat(session(other).getString("executable")).isEqualTo(ofAgent);
        assertThat(api.json(api.get("/api/tasks/" + waiting)).getString("state"))
                .isEqualTo("open");
        assertThat(fixture.readiness(waiting, agent).getString("reason"))
                .contains("The executable '" + limited + "' is limited until ");
    }

    @Test
    void shouldRunATaskOnTheAgentsExecutableOnceItsChoiceIsReset() {
        // Given
        String ofAgent = Fakes.claude(Fakes.works());
        String limited = Fakes.claude(Fakes.works());
        fixture.limit(limited, Instant.now().plusSeconds(3600));
        fixture.agent(new JsonObject().put("executable", ofAgent));
        String task = fixture.task(new JsonObject().put("executable", limited));

        // When
        api.json(api.send("PATCH", "/api/tasks/" + task, "application/merge-patch+json", "{\"executable\":null}"));

        // Then
        assertThat(session(task).getString("executable")).isEqualTo(ofAgent);
    }

    private JsonObject session(String task) {
        return api.json(
                api.get("/api/sessions/" + fixture.awaitTask(task, "done").getString("session")));
    }
}
