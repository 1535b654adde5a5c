package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.authError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** With every CLI, an unusable executable whose health is unchecked explains what is wrong when it runs. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersUncheckedStoryTest extends SharedStory {
    @Test
    void shouldKeepTheTaskOfASessionThatHasNoKey() {
        onAllClis(cli -> {
            // Given
            model(cli, authError());
            String agent = agent(cli, cli.signedOut(otherHome(cli, "signed-out"), endpointUrl(cli)), new JsonObject());
            String task = fixture.api().task(agent, "Try");

            // When
            SessionResult result = awaitResult(fixture.api().awaitSession(task));

            // Then
            assertThat(result.state()).isEqualTo("failed");
            assertThat(result.reason())
                    .matches(ProvidersStoryTest.SENTENCES)
                    .containsPattern("(?i)log ?in|environment variable MOCK_API_KEY");
            assertThat(fixture.awaitWhy(task, agent)).contains("can't be used now", result.reason());
            JsonObject open = fixture.api().awaitTask(task, "open");
            assertThat(open.getInteger("attempts")).isOne();
            assertThat(open.getInteger("failures")).isZero();
        });
    }

    /** Claude Code ignores a configuration that it can't read, so it is left out. */
    @Test
    void shouldNameTheConfigurationThatASessionCannotRead() {
        onAllClisBut(CliUnderTest.CLAUDE, cli -> {
            // Given
            String agent =
                    agent(cli, cli.misconfigured(otherHome(cli, "misconfigured"), endpointUrl(cli)), new JsonObject());

            // When
            String task = fixture.api().task(agent, "Try");

            // Then
            JsonObject failed = fixture.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).containsPattern("(config\\.toml|opencode\\.json).* Correct ");
            assertThat(awaitResult(failed.getString("session")).reason()).matches(ProvidersStoryTest.SENTENCES);
        });
    }
}
