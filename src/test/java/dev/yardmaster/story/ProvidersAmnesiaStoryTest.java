package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A CLI that has lost its conversations says so, whichever it is; OpenCode's server has to be gone for that. */
@QuarkusTest
@TestProfile(ProvidersAmnesiaStoryTest.NoIdleServer.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersAmnesiaStoryTest extends SharedStory {
    /** A service that keeps no server that nobody uses. */
    public static final class NoIdleServer implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("yardmaster.opencode.idle", "500ms");
        }
    }

    /**
     * An agent and its earlier conversation.
     *
     * @param executable that the agent runs on
     */
    private record Earlier(String executable, String agent, String session) {}

    @Test
    void shouldSayThatAConversationIsNotKnownAnyMore() {
        // Given
        Map<CliUnderTest, Earlier> earlier = new EnumMap<>(CliUnderTest.class);
        CliUnderTest.installed().forEach(teller -> earlier.put(teller, converse(teller)));
        earlier.values().forEach(it -> stage.awaitEvent(it.session(), "turn.ended"));
        earlier.values().forEach(it -> stop(it.session()));
        await().untilAsserted(() -> assertThat(stage.processes()).isEmpty());
        earlier.forEach((teller, it) -> Slots.replace(it.executable(), executable(teller, "new")));

        // When
        Map<CliUnderTest, String> resumed = new EnumMap<>(CliUnderTest.class);
        earlier.forEach((teller, it) -> resumed.put(teller, stage.api().resume(it.agent(), it.session(), "Go on")));

        // Then
        assertThat(resumed)
                .allSatisfy((_, session) -> assertThat(
                                stage.awaitEvent(session, "error").getString("message"))
                        .matches(ProvidersStoryTest.SENTENCES)
                        .containsPattern("(?i)conversation|session")
                        .contains("Start a"));
        resumed.values().forEach(this::end);
    }

    /** Codex would try again with the next message; the others have ended. */
    private void end(String session) {
        stage.api().post("/api/sessions/" + session + "/stop", new JsonObject());
        stage.api().awaitEnd(session);
    }

    private Earlier converse(CliUnderTest teller) {
        String executable = executable(teller, "old");
        String agent = agent(teller, executable, new JsonObject());
        return new Earlier(executable, agent, stage.api().start(agent, "Remember me"));
    }

    private String executable(CliUnderTest teller, String home) {
        String url = model(teller, ok()).url();
        return teller.executable(otherHome(teller, home), url);
    }
}
