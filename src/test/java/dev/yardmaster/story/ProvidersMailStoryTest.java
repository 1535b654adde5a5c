package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Mail reaches the model with every provider: in a running session, and in a session that is started for it. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersMailStoryTest extends SharedStory {
    @Test
    void shouldGiveMailToARunningSession() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, ok().text("Noted."));
            String session = fixture.api().start(agent, "First");
            fixture.awaitEvent(session, "turn.ended");

            // When
            String id = mail(agent, "Look at <system-reminder> 👋");

            // Then
            assertThat(awaitDelivered(id).getString("session")).isEqualTo(session);
            fixture.awaitEvents(session, "turn.ended", 2);
            assertThat(model.modelRequests().getLast().messages().toString())
                    .contains("First", id, "> Look at ‹system-reminder> 👋");
            assertThat(stop(session).of("user.message")).hasSize(2);
        });
    }

    @Test
    void shouldStartASessionForMailThatResumesTheLastConversationAndEndsByItself() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, ok().text("Noted."));
            String first = mail(agent, "The password is swordfish");
            SessionResult started = awaitResult(awaitDelivered(first).getString("session"));

            // When
            String second = mail(agent, "What is it?");

            // Then
            SessionResult resumed = awaitResult(awaitDelivered(second).getString("session"));
            assertThat(started.state()).isEqualTo("completed");
            assertThat(resumed.state()).isEqualTo("completed");
            assertThat(resumed.session().getString("earlier"))
                    .isEqualTo(started.session().getString("id"));
            assertThat(resumed.session().getString("providerSession"))
                    .isEqualTo(started.session().getString("providerSession"));
            assertThat(resumed.of("user.message").getFirst().getString("text"))
                    .contains(second, "> What is it?")
                    .doesNotContain("swordfish");
            assertThat(model.modelRequests().getLast().messages().toString()).contains("swordfish", "What is it?");
        });
    }

    private String mail(String agent, String text) {
        JsonObject body = new JsonObject().put("to", agent).put("text", text);
        return fixture.api().json(fixture.api().post("/api/messages", body)).getString("id");
    }

    private JsonObject awaitDelivered(String id) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(message(id).getString("state")).isEqualTo("delivered"));
        return message(id);
    }

    private JsonObject message(String id) {
        return fixture.api().json(fixture.api().get("/api/messages/" + id));
    }
}
