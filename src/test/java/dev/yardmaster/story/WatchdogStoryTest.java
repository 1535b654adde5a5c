package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.MockLlm;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sessions that take too long. */
@QuarkusTest
@TestProfile(WatchdogStoryTest.Impatient.class)
@WithTestResource(ServiceTestResource.class)
class WatchdogStoryTest extends Story {
    /** A service with short timeouts. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.session.first-event-timeout", "20s",
                    "yardmaster.session.idle-timeout", "3s",
                    "yardmaster.session.wall-clock-timeout", "12s",
                    "yardmaster.session.exit-grace", "1s",
                    "yardmaster.session.terminate-grace", "1s",
                    "yardmaster.dispatch.max-failures", "1");
        }
    }

    @Test
    void shouldEndACliThatPrintsNothing() {
        // Given
        String agent = fixture.api().agent(Slots.script("exec sleep 300"));

        // When
        String task = fixture.api().task(agent, "Try");

        // Then
        JsonObject failed = fixture.api().awaitTask(task, "failed");
        assertThat(failed.getString("reason")).contains("idle watchdog", "3s");
    }

    @Test
    @RealCliTest("claude-code")
    void shouldEndASessionThatLastsTooLong() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = fixture.claude(llm.scenario(ok().chunks(1_000).perSecond(5)));

            // When
            String task = fixture.api().task(agent, "Never end");

            // Then
            JsonObject failed = fixture.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("wall-clock watchdog", "12s");
        }
    }

    @Test
    void shouldEndACliThatDoesNotExitAfterItsWork() {
        // Given
        Path program = FakeClaude.printing(EventFlood.of(5)).exitsByItself().install(directory);
        String agent = fixture.api().agent(Slots.script("sh '" + program + "'; exec tail -f /dev/null"));

        // When
        String task = fixture.api().task(agent, "go");

        // Then
        String session = fixture.api().awaitTask(task, "done").getString("session");
        assertThat(fixture.api()
                        .json(fixture.api().get("/api/sessions/" + session))
                        .getString("state"))
                .isEqualTo("completed");
    }
}
