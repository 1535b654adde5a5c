package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.hang;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.Scenario;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signal that ends a CLI loses no task and leaves no process behind, whatever the CLI is doing. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ProvidersSignalStoryTest extends SharedStory {
    /** What the model does when the signal arrives. */
    private enum Moment {
        HANGS(hang(), "session.started"),
        WRITES(ok().chunks(1000).perSecond(10), "message.delta");

        private final Scenario scenario;
        private final String event;

        Moment(Scenario scenario, String event) {
            this.scenario = scenario;
            this.event = event;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "INT"})
    void shouldRetryTheTaskWhenItsCliGetsASignal(String signal) {
        onAllClis(cli -> {
            // Given
            model(cli, tool(cli.shell(Tools.ENDLESS)));
            String task = fixture.api().task(agent(cli), "Wait");
            String session = fixture.api().awaitSession(task);
            StoryFixture.awaitProcess(session, "tail");
            fixture.awaitEvent(session, "tool.call");
            List<ProcessHandle> tools = Tools.of(session);
            model(cli, ok().text("Second time lucky."));

            // When
            send(signal, Tools.cli(session, home(cli)));

            // Then
            assertEnded(awaitResult(session), "tool.call");
            assertDoneAfterAll(task);
            assertThat(tools).isNotEmpty().noneMatch(Tools::isTool);
        });
    }

    @ParameterizedTest
    @CsvSource({"TERM, HANGS", "INT, WRITES"})
    void shouldRetryTheTaskWhenItsCliGetsASignalWhileTheModelAnswers(String signal, Moment moment) {
        onAllClis(cli -> {
            // Given
            LlmEndpoint model = model(cli, moment.scenario);
            int before = model.modelRequests().size();
            String task = fixture.api().task(agent(cli), "Wait");
            String session = fixture.api().awaitSession(task);
            await().until(() -> model.modelRequests().size() > before);
            fixture.awaitEvent(session, moment.event);
            model(cli, ok().text("Second time lucky."));

            // When
            send(signal, Tools.cli(session, home(cli)));

            // Then
            assertEnded(awaitResult(session), moment.event);
            assertDoneAfterAll(task);
        });
    }

    private static void assertEnded(SessionResult result, String last) {
        assertThat(result.state()).as(result.toString()).isEqualTo("failed");
        assertThat(result.reason()).matches(ProvidersStoryTest.SENTENCES);
        assertThat(result.eventTypes())
                .startsWith("user.message", "session.started")
                .contains(last)
                .endsWith("session.ended");
    }

    private void assertDoneAfterAll(String task) {
        JsonObject done = fixture.api().awaitTask(task, "done");
        assertThat(done.getString("result")).isEqualTo("Second time lucky.");
        assertThat(done.getInteger("attempts")).isEqualTo(2);
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
