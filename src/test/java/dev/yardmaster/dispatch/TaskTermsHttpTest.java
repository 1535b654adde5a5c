package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task can have an acceptance, a timeout and a number of failures of its own. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskTermsHttpTest {
    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    private final Api api = fixture.api();

    @Test
    void shouldFailATaskWhoseSessionLastsLongerThanItsTimeout() {
        // Given
        String agent = fixture.agent(new JsonObject().put("executable", Fakes.claude(Fakes.keepsWorking())));

        // When
        String task = fixture.task(
                new JsonObject().put("agent", agent).put("timeout", "PT1S").put("maxFailures", 1));

        // Then
        JsonObject failed = fixture.awaitTask(task, "failed");
        assertThat(failed.getString("timeout")).isEqualTo("PT1S");
        assertThat(failed.getInteger("attempts")).isOne();
        assertThat(failed.getString("reason")).contains("the session lasted longer than 1s.");
    }

    @Test
    void shouldGiveTheAgentTheAcceptanceOfItsTask() {
        // Given
        String agent = fixture.agent(new JsonObject().put("executable", Fakes.claude(Fakes.works())));

        // When
        String task = fixture.task(new JsonObject()
                .put("agent", agent)
                .put("prompt", "Write the parser")
                .put("acceptance", "All tests pass."));

        // Then
        JsonObject done = fixture.awaitTask(task, "done");
        assertThat(done.getString("prompt")).isEqualTo("Write the parser");
        assertThat(api.events(done.getString("session"))
                        .getFirst()
                        .getJsonObject("data")
                        .getString("text"))
                .isEqualTo("Write the parser\n\nThe task is done when all of this is true:\n\nAll tests pass.");
    }
}
