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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A CLI that somebody ends loses no task, and leaves nothing behind, however that is done, and whatever it is doing. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ProvidersSignalStoryTest extends SharedStory {
    /** What the model does in the meantime. */
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
    void shouldRunTheTaskAgainWhenItsCliGetsASignal(String signal) throws Exception {
        // Given
        Map<CliUnderTest, String> tasks = new EnumMap<>(CliUnderTest.class);
        CliUnderTest.installed().forEach(teller -> tasks.put(teller, begin(teller)));
        Map<CliUnderTest, String> sessions = new EnumMap<>(CliUnderTest.class);
        List<ProcessHandle> tools = new ArrayList<>();
        for (CliUnderTest teller : tasks.keySet()) {
            String session = stage.api().awaitSession(tasks.get(teller));
            StoryFixture.awaitProcess(session, "tail");
            stage.awaitEvent(session, "tool.call");
            tools.addAll(Tools.of(session));
            sessions.put(teller, session);
            model(teller, ok().text("Second time lucky."));
        }

        // When
        for (Map.Entry<CliUnderTest, String> session : sessions.entrySet()) {
            send(signal, Tools.cli(session.getValue(), home(session.getKey())));
        }

        // Then
        sessions.values().forEach(session -> assertEnded(told(session), "tool.call"));
        tasks.values().forEach(this::assertDoneAfterAll);
        assertThat(tools).hasSizeGreaterThanOrEqualTo(tasks.size()).noneMatch(Tools::isTool);
    }

    @ParameterizedTest
    @CsvSource({"TERM, HANGS", "INT, HANGS", "TERM, WRITES", "INT, WRITES"})
    void shouldRunTheTaskAgainWhenItsCliGetsASignalWhileTheModelIsAtWork(String signal, Moment moment)
            throws Exception {
        // Given
        Map<CliUnderTest, String> tasks = new EnumMap<>(CliUnderTest.class);
        Map<CliUnderTest, String> sessions = new EnumMap<>(CliUnderTest.class);
        for (CliUnderTest teller : CliUnderTest.installed()) {
            LlmEndpoint model = model(teller, moment.scenario);
            int before = model.modelRequests().size();
            tasks.put(teller, stage.api().task(agent(teller), "Wait"));
            String session = stage.api().awaitSession(tasks.get(teller));
            await().until(() -> model.modelRequests().size() > before);
            stage.awaitEvent(session, moment.event);
            sessions.put(teller, session);
            model(teller, ok().text("Second time lucky."));
        }

        // When
        for (Map.Entry<CliUnderTest, String> session : sessions.entrySet()) {
            send(signal, Tools.cli(session.getValue(), home(session.getKey())));
        }

        // Then
        sessions.values().forEach(session -> assertEnded(told(session), moment.event));
        tasks.values().forEach(this::assertDoneAfterAll);
    }

    private String begin(CliUnderTest teller) {
        model(teller, tool(teller.shell(Tools.ENDLESS)));
        return stage.api().task(agent(teller), "Wait");
    }

    private static void assertEnded(Told told, String last) {
        assertThat(told.state()).as(told.toString()).isEqualTo("failed");
        assertThat(told.reason()).matches(ProvidersStoryTest.SENTENCES);
        assertThat(told.plot())
                .startsWith("user.message", "session.started")
                .contains(last)
                .endsWith("session.ended");
    }

    private void assertDoneAfterAll(String task) {
        JsonObject done = stage.api().awaitTask(task, "done");
        assertThat(done.getString("result")).isEqualTo("Second time lucky.");
        assertThat(done.getInteger("attempts")).isEqualTo(2);
    }

    private static void send(String signal, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }
}
