package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every CLI reports a conversation that it has lost. OpenCode's server must have stopped before it can lose one. */
@QuarkusTest
@TestProfile(OpenCodeStoryTest.QuicklyIdle.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersLostConversationStoryTest extends SharedStory {
    /**
     * An agent and its earlier conversation.
     *
     * @param executable the executable that the agent runs on
     */
    private record EarlierConversation(String executable, String agent, String session) {}

    @Test
    void shouldReportThatAConversationIsUnknown() {
        // Given
        Map<CliUnderTest, EarlierConversation> earlier = new EnumMap<>(CliUnderTest.class);
        CliUnderTest.installed().forEach(cli -> earlier.put(cli, startConversation(cli)));
        earlier.values().forEach(it -> fixture.awaitEvent(it.session(), "turn.ended"));
        earlier.values().forEach(it -> stop(it.session()));
        await().untilAsserted(() -> assertThat(fixture.processes()).isEmpty());
        earlier.forEach((cli, it) -> Slots.replace(it.executable(), executable(cli, "new")));

        // When
        Map<CliUnderTest, String> resumed = new EnumMap<>(CliUnderTest.class);
        earlier.forEach((cli, it) -> resumed.put(cli, fixture.api().resume(it.agent(), it.session(), "Go on")));

        // Then
        assertThat(resumed)
                .allSatisfy((_, session) -> assertThat(
                                fixture.awaitEvent(session, "error").getString("message"))
                        .matches(ProvidersStoryTest.SENTENCES)
                        .containsPattern("(?i)conversation|session")
                        .contains("Start a"));
        resumed.values().forEach(this::end);
    }

    /** Codex keeps the session open for another message; the other CLIs have ended already. */
    private void end(String session) {
        fixture.api().post("/api/sessions/" + session + "/stop", new JsonObject());
        fixture.api().awaitEnd(session);
    }

    private EarlierConversation startConversation(CliUnderTest cli) {
        String executable = executable(cli, "old");
        String agent = agent(cli, executable, new JsonObject());
        return new EarlierConversation(executable, agent, fixture.api().start(agent, "Remember me"));
    }

    private String executable(CliUnderTest cli, String home) {
        String url = model(cli, ok()).url();
        return cli.executable(otherHome(cli, home), url);
    }
}
