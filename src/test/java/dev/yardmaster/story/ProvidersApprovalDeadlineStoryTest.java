package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A request without an answer, and time limits of sessions that wait, on every provider. */
@QuarkusTest
@TestProfile(ProvidersApprovalDeadlineStoryTest.ShortDeadlines.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersApprovalDeadlineStoryTest extends SharedStory {
    /** The time for an answer is longer than all time limits of a session that is silent. */
    public static final class ShortDeadlines implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.approval.timeout", "20s",
                    "yardmaster.session.idle-timeout", "10s",
                    "yardmaster.session.tool-timeout", "10s");
        }
    }

    @Test
    void shouldDenyWhatNobodyAnswersAndLetTheSessionWaitUntilThen() {
        onAllClis(cli -> {
            // Given
            LlmEndpoint model =
                    model(cli, tool(cli.shell("touch made.txt")).times(1).then(ok().text("Done.")));
            String agent = agent(cli, new JsonObject().put("permissions", "ask"));

            // When
            SessionResult result = runTask(agent);

            // Then
            assertThat(result.state()).as("%s", result).isEqualTo("completed");
            assertThat(result.of("approval.decided").getFirst().getString("state"))
                    .isEqualTo("expired");
            assertThat(model.modelRequests())
                    .anyMatch(request -> request.body().toString().contains("no person answered in time"));
            assertThat(Path.of(result.session().getString("directory")).resolve("made.txt"))
                    .doesNotExist();
        });
    }
}
