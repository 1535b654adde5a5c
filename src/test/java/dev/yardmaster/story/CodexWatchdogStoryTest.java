package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.hang;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.MockLlm;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Codex waits for ever for an answer that does not begin. */
@QuarkusTest
@TestProfile(WatchdogStoryTest.Impatient.class)
@WithTestResource(ServiceTestResource.class)
@RealCliTest("codex")
class CodexWatchdogStoryTest extends Story {
    @Test
    void shouldEndATurnInWhichNothingHappens() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.codex(llm.scenario(hang()));

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("idle watchdog", "3s");
        }
    }
}
