package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.authError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An executable that can't be used, and that nobody has checked, says what is wrong with it when it is run, whichever CLI it is. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersUncheckedStoryTest extends SharedStory {
    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldKeepTheTaskOfASessionThatHasNoKey(CliUnderTest teller) {
        // Given
        teller.assumeInstalled();
        model(teller, authError());
        String agent =
                agent(teller, teller.signedOut(otherHome(teller, "signed-out"), endpointUrl(teller)), new JsonObject());
        String task = stage.api().task(agent, "Try");

        // When
        Told told = told(stage.api().awaitSession(task));

        // Then
        assertThat(told.state()).isEqualTo("failed");
        assertThat(told.reason())
                .matches(ProvidersStoryTest.SENTENCES)
                .containsPattern("(?i)log ?in|environment variable MOCK_API_KEY");
        assertThat(stage.awaitWhy(task, agent)).contains("can't be used now", told.reason());
        JsonObject open = stage.api().awaitTask(task, "open");
        assertThat(open.getInteger("attempts")).isOne();
        assertThat(open.getInteger("failures")).isZero();
    }

    /** Claude Code goes on without a configuration that it can't read. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLAUDE")
    void shouldSayWhichConfigurationASessionCannotRead(CliUnderTest teller) {
        // Given
        teller.assumeInstalled();
        String agent = agent(
                teller,
                teller.misconfigured(otherHome(teller, "misconfigured"), endpointUrl(teller)),
                new JsonObject());

        // When
        String task = stage.api().task(agent, "Try");

        // Then
        JsonObject failed = stage.api().awaitTask(task, "failed");
        assertThat(failed.getString("reason")).containsPattern("(config\\.toml|opencode\\.json).* Correct ");
        assertThat(told(failed.getString("session")).reason()).matches(ProvidersStoryTest.SENTENCES);
    }
}
