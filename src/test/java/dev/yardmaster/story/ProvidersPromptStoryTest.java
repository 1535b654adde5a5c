package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With every provider, the model is told about the role of the agent. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
@Timeout(180)
class ProvidersPromptStoryTest extends SharedStory {
    @Test
    void shouldTellTheModelAboutTheRoleOfItsAgent() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, new JsonObject().put("instructions", "Prefer the quiet track."));
            LlmEndpoint model = model(cli, ok());

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.state()).isEqualTo("completed");
            assertThat(lastRequest(model)).contains("You are " + agent + ", a worker", "Prefer the quiet track.");
        });
    }

    @Test
    void shouldTellAResumedConversationTheChangedPrompt() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, ok());
            set(agent, "Blow the old whistle.");
            SessionResult first = runTask(agent);
            String before = lastRequest(model);

            // When
            set(agent, "Ring the new bell.");
            String second = resume(agent, first.session().getString("id"));
            String after = lastRequest(model);
            resume(agent, second);
            String unchanged = lastRequest(model);

            // Then
            assertThat(before).contains("Blow the old whistle.");
            assertThat(after).contains("Ring the new bell.");
            // The history of Codex keeps the earlier instructions, before the new ones.
            assertThat(after.indexOf("Ring the new bell.")).isGreaterThan(after.indexOf("Blow the old whistle."));
            assertThat(unchanged).containsOnlyOnce("Ring the new bell.");
        });
    }

    /** Resumes the conversation of a session for one turn; returns the id of the new session. */
    private String resume(String agent, String session) {
        String next = fixture.api().resume(agent, session, "Go on");
        fixture.awaitEvents(next, "turn.ended", 1);
        stop(next);
        fixture.api().awaitEnd(next);
        return next;
    }

    private void set(String agent, String text) {
        fixture.api()
                .json(fixture.api()
                        .send(
                                "PUT",
                                "/api/prompts/worker?agent=" + agent,
                                new JsonObject().put("text", text).encode()));
    }

    private static String lastRequest(LlmEndpoint model) {
        return model.modelRequests().getLast().body().toString();
    }
}
