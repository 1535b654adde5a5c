package dev.yardmaster.story;

import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.Scenario;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * A story that every {@link CliUnderTest} tells. Each has one home, one endpoint and one executable for all tests of a class, since a server of
 * OpenCode's takes seconds to start; the homes are the service's, which outlives the test.
 */
@Tag("real-cli")
abstract class SharedStory extends Story {
    private static final Map<CliUnderTest, LlmEndpoint> ENDPOINTS = new EnumMap<>(CliUnderTest.class);
    private static final Map<CliUnderTest, String> EXECUTABLES = new EnumMap<>(CliUnderTest.class);

    private static MockLlm llm;

    /** A session that has ended. */
    record Told(JsonObject session, List<JsonObject> events) {
        String state() {
            return session.getString("state");
        }

        String reason() {
            return session.getJsonObject("end").getString("reason");
        }

        List<JsonObject> of(String type) {
            return StoryFixture.of(events, type);
        }

        /** When each event of a type was told. */
        List<Instant> timesOf(String type) {
            return events.stream()
                    .filter(event -> event.getString("type").equals(type))
                    .map(event -> event.getInstant("at"))
                    .toList();
        }

        List<String> plot() {
            return CommonEvents.of(events);
        }

        @Override
        public String toString() {
            return plot() + " " + session.getJsonObject("end");
        }
    }

    @AfterEach
    void forgetWhatKeepsExecutablesBack() {
        stage.clearLimits();
        EXECUTABLES.forEach((teller, executable) -> stage.liftQuarantine(teller.provider(), executable));
    }

    @BeforeAll
    static void startTheModel() {
        llm = MockLlm.start();
    }

    @AfterAll
    static void stopTheModel() {
        llm.close();
        ENDPOINTS.clear();
        EXECUTABLES.clear();
    }

    /** Another model, which answers nobody else. */
    static LlmEndpoint ownModel(Scenario scenario) {
        return llm.scenario(scenario);
    }

    /** The model that answers it, from now on by this scenario. */
    static LlmEndpoint model(CliUnderTest teller, Scenario scenario) {
        LlmEndpoint endpoint = endpoint(teller);
        endpoint.change(scenario);
        return endpoint;
    }

    /** A new agent of it. */
    String agent(CliUnderTest teller) {
        return agent(teller, new JsonObject());
    }

    /** The same with further fields. */
    String agent(CliUnderTest teller, JsonObject fields) {
        teller.assumeInstalled();
        String executable = EXECUTABLES.computeIfAbsent(
                teller, it -> it.executable(home(it), endpoint(it).url()));
        return agent(teller, executable, fields);
    }

    /** One that is signed in with a subscription. */
    String subscriber(CliUnderTest teller, JsonObject fields) {
        teller.assumeInstalled();
        return agent(teller, teller.subscriber(home(teller), endpoint(teller).url()), fields);
    }

    /** One that runs an executable of its own. */
    String agent(CliUnderTest teller, String executable, JsonObject fields) {
        return stage.api().agent(teller.fields().put("executable", executable).mergeIn(fields));
    }

    /** Gives an agent a task, and waits until the session that works on it has ended. */
    Told tell(String agent) {
        return told(stage.api().awaitSession(stage.api().task(agent, "Try")));
    }

    /** The same to one agent of each teller, all at the same time. */
    Map<CliUnderTest, Told> tellAll(Scenario scenario) {
        Map<CliUnderTest, String> tasks = new EnumMap<>(CliUnderTest.class);
        for (CliUnderTest teller : CliUnderTest.installed()) {
            model(teller, scenario);
            tasks.put(teller, stage.api().task(agent(teller), "Try"));
        }
        Map<CliUnderTest, Told> told = new EnumMap<>(CliUnderTest.class);
        tasks.forEach((teller, task) -> told.put(teller, told(stage.api().awaitSession(task))));
        return told;
    }

    /** Waits until a session has ended. */
    Told told(String session) {
        return new Told(stage.api().awaitEnd(session), stage.api().events(session));
    }

    void send(String session, String what, JsonObject body) {
        stage.api().json(stage.api().post("/api/sessions/" + session + "/" + what, body));
    }

    void say(String session, String text) {
        send(session, "messages", new JsonObject().put("text", text));
    }

    /** Stops a session, and waits until it has ended. */
    Told stop(String session) {
        send(session, "stop", new JsonObject());
        return told(session);
    }

    static Path home(CliUnderTest teller) {
        return Path.of(ConfigProvider.getConfig().getValue("yardmaster.home", String.class), "clis", teller.name());
    }

    /** A home of its own for another executable; a server of OpenCode's can outlive a test's directory. */
    static Path otherHome(CliUnderTest teller, String name) {
        return home(teller).resolveSibling(teller + "-" + name);
    }

    static String endpointUrl(CliUnderTest teller) {
        return endpoint(teller).url();
    }

    private static LlmEndpoint endpoint(CliUnderTest teller) {
        return ENDPOINTS.computeIfAbsent(teller, _ -> llm.scenario(Scenario.ok()));
    }
}
