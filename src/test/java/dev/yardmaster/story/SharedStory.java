package dev.yardmaster.story;

import static org.junit.jupiter.api.Assertions.assertAll;

import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.Scenario;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * A test that runs on every {@link CliUnderTest}. Each CLI has one home, one model endpoint and one executable for all tests of a class,
 * because a server of OpenCode takes seconds to start. The homes lie in the service's home, because that server outlives the test.
 */
@Tag("real-cli")
abstract class SharedStory extends Story {
    private static final Map<CliUnderTest, LlmEndpoint> ENDPOINTS = new ConcurrentHashMap<>();
    private static final Map<CliUnderTest, String> EXECUTABLES = new ConcurrentHashMap<>();

    private static MockLlm llm;

    /** A session that has ended, and its events. */
    record SessionResult(JsonObject session, List<JsonObject> events) {
        String state() {
            return session.getString("state");
        }

        String reason() {
            return session.getJsonObject("end").getString("reason");
        }

        List<JsonObject> of(String type) {
            return StoryFixture.of(events, type);
        }

        /** When each event of a type happened. */
        List<Instant> timesOf(String type) {
            return events.stream()
                    .filter(event -> event.getString("type").equals(type))
                    .map(event -> event.getInstant("at"))
                    .toList();
        }

        List<String> eventTypes() {
            return CommonEvents.of(events);
        }

        @Override
        public String toString() {
            return eventTypes() + " " + session.getJsonObject("end");
        }
    }

    @AfterEach
    void endTasksAndLiftQuarantines() {
        fixture.endTasksAndLimits(sessionsForLaterTests());
        EXECUTABLES.forEach((cli, executable) -> fixture.liftQuarantine(cli.provider(), executable));
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

    /** The running sessions that a later test needs. */
    Collection<String> sessionsForLaterTests() {
        return List.of();
    }

    /** The steps of a test on one CLI. */
    @FunctionalInterface
    interface Steps {
        void run(CliUnderTest cli) throws Exception;
    }

    /** Runs the same steps on every installed CLI, on all at the same time. Fails with the failures of all. */
    static void onAllClis(Steps steps) {
        runOn(CliUnderTest.installed(), steps);
    }

    /** As {@link #onAllClis}, without one CLI. */
    static void onAllClisBut(CliUnderTest excluded, Steps steps) {
        runOn(CliUnderTest.installed().stream().filter(cli -> cli != excluded).toList(), steps);
    }

    private static void runOn(List<CliUnderTest> clis, Steps steps) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> runs = clis.stream()
                    .map(cli -> threads.submit(() -> run(cli, steps)))
                    .toList();
            assertAll(runs.stream().map(run -> run::get));
        }
    }

    private static Void run(CliUnderTest cli, Steps steps) {
        try {
            steps.run(cli);
            return null;
        } catch (Exception | AssertionError e) {
            throw new AssertionError("On " + cli + ": " + e.getMessage(), e);
        }
    }

    /** A model endpoint that no other agent uses. */
    static LlmEndpoint ownModel(Scenario scenario) {
        return llm.scenario(scenario);
    }

    /** The model endpoint of a CLI; from now on it answers by this scenario. */
    static LlmEndpoint model(CliUnderTest cli, Scenario scenario) {
        LlmEndpoint endpoint = endpoint(cli);
        endpoint.change(scenario);
        return endpoint;
    }

    /** Creates an agent on a CLI. */
    String agent(CliUnderTest cli) {
        return agent(cli, new JsonObject());
    }

    /** Creates an agent on a CLI with more fields. */
    String agent(CliUnderTest cli, JsonObject fields) {
        cli.assumeInstalled();
        String executable = EXECUTABLES.computeIfAbsent(
                cli, it -> it.executable(home(it), endpoint(it).url()));
        return agent(cli, executable, fields);
    }

    /** Creates an agent that is signed in with a subscription. */
    String subscriber(CliUnderTest cli, JsonObject fields) {
        cli.assumeInstalled();
        return agent(cli, cli.subscriber(home(cli), endpoint(cli).url()), fields);
    }

    /** Creates an agent on an executable of its own. */
    String agent(CliUnderTest cli, String executable, JsonObject fields) {
        return fixture.api().agent(cli.fields().put("executable", executable).mergeIn(fields));
    }

    /** Creates a task for an agent, and waits until the first session of the task has ended. */
    SessionResult runTask(String agent) {
        return awaitResult(fixture.api().awaitSession(fixture.api().task(agent, "Try")));
    }

    /** Runs a task on one agent of each installed CLI, all at the same time. */
    Map<CliUnderTest, SessionResult> runTaskOnAll(Scenario scenario) {
        Map<CliUnderTest, SessionResult> results = new ConcurrentHashMap<>();
        onAllClis(cli -> {
            model(cli, scenario);
            results.put(cli, runTask(agent(cli)));
        });
        return results;
    }

    /** Waits until a session has ended. */
    SessionResult awaitResult(String session) {
        return new SessionResult(fixture.api().awaitEnd(session), fixture.api().events(session));
    }

    void send(String session, String what, JsonObject body) {
        fixture.api().json(fixture.api().post("/api/sessions/" + session + "/" + what, body));
    }

    void sendMessage(String session, String text) {
        send(session, "messages", new JsonObject().put("text", text));
    }

    /** Stops a session, and waits until it has ended. */
    SessionResult stop(String session) {
        send(session, "stop", new JsonObject());
        return awaitResult(session);
    }

    static Path home(CliUnderTest cli) {
        return Path.of(ConfigProvider.getConfig().getValue("yardmaster.home", String.class), "clis", cli.name());
    }

    /** A separate home for another executable; outside of the test's directory, because a server of OpenCode can outlive it. */
    static Path otherHome(CliUnderTest cli, String name) {
        return home(cli).resolveSibling(cli + "-" + name);
    }

    static String endpointUrl(CliUnderTest cli) {
        return endpoint(cli).url();
    }

    private static LlmEndpoint endpoint(CliUnderTest cli) {
        return ENDPOINTS.computeIfAbsent(cli, _ -> llm.scenario(Scenario.ok()));
    }
}
