package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.hang;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With every CLI, a model that does not answer is bounded by the idle timeout of the service. */
@QuarkusTest
@TestProfile(OpenCodeStoryTest.QuicklyIdle.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersWatchdogStoryTest extends SharedStory {
    private static final String REASON = "The idle watchdog ended the session: nothing happened for 30s.";

    @Test
    void shouldEndATurnInWhichTheModelNeverAnswers() {
        // When
        Map<CliUnderTest, SessionResult> result = runTaskOnAll(hang());

        // Then
        assertThat(result).allSatisfy((_, session) -> {
            assertThat(session.state()).isEqualTo("failed");
            assertThat(session.reason()).isEqualTo(REASON);
            assertThat(session.eventTypes())
                    .containsExactly("user.message", "session.started", "usage", "turn.ended", "session.ended");
        });
    }

    @Test
    void shouldEndATurnWhenTheModelStopsAnswering() {
        // When
        Map<CliUnderTest, SessionResult> result =
                runTaskOnAll(ok().chunks(5).perSecond(10).stallAfter(2));

        // Then
        assertThat(result).allSatisfy((_, session) -> {
            assertThat(session.state()).isEqualTo("failed");
            assertThat(session.reason()).isEqualTo(REASON);
            assertThat(session.of("message.delta")).hasSize(2);
            assertThat(StoryFixture.shownTexts(session.events())).containsExactly("chunk 1 of 5. chunk 2 of 5. ");
            assertThat(session.eventTypes())
                    .containsExactly(
                            "user.message",
                            "session.started",
                            "message.delta",
                            "message",
                            "usage",
                            "turn.ended",
                            "session.ended");
        });
    }
}
