package dev.yardmaster.story;

import static dev.yardmaster.testkit.cli.RealOpenCode.bash;
import static dev.yardmaster.testkit.cli.RealOpenCode.write;
import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.hang;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.TokenUsage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the other stories tell of Claude Code, told by the real OpenCode. */
@QuarkusTest
@TestProfile(OpenCodeStoryTest.QuicklyIdle.class)
@WithTestResource(ServiceTestResource.class)
@RealCliTest("opencode")
class OpenCodeStoryTest extends Story {
    /** A service that keeps no server that nobody uses, and waits for no model that hangs. */
    public static final class QuicklyIdle implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "yardmaster.opencode.idle", "500ms",
                    "yardmaster.session.idle-timeout", "12s",
                    "yardmaster.dispatch.max-failures", "1");
        }
    }

    /** The server outlives its sessions, but not for long. */
    @AfterEach
    void awaitTheEndOfTheServer() {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(stage.processes()).isEmpty());
    }

    @Test
    void shouldTellATaskFromPromptToResult() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = openCode(llm.scenario(ok().chunks(5).perSecond(20).usage(new TokenUsage(321, 45, 30, 0))));

            // When
            String task = stage.api().task(agent, "Say hello");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(Stage.story(events))
                    .containsExactly(
                            "user.message",
                            "session.started",
                            "message.delta",
                            "message",
                            "usage",
                            "turn.ended",
                            "session.ended");
            String text = Stage.of(events, "message").getFirst().getString("text");
            assertThat(Stage.of(events, "message.delta")).hasSize(5);
            assertThat(Stage.shownTexts(events)).containsExactly(text);
            assertThat(done.getString("result")).isEqualTo(text);
            JsonObject usage = Stage.of(events, "usage").getFirst();
            assertThat(usage.getLong("inputTokens")).isEqualTo(321);
            assertThat(usage.getLong("outputTokens")).isEqualTo(45);
            assertThat(usage.getLong("cacheReadTokens")).isEqualTo(30);
            assertThat(stage.api().awaitEnd(done.getString("session")).getString("state"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void shouldTellToolsWithWhatTheyAnswer() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            Path file = directory.resolve("made-by-the-tool.txt");
            String agent = openCode(llm.scenario(tool(write(file, "it works\n")).text("All done.")));

            // When
            String task = stage.api().task(agent, "Write a file");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(Stage.story(events))
                    .containsSubsequence("tool.call", "tool.result", "message", "usage", "turn.ended");
            JsonObject call = Stage.of(events, "tool.call").getFirst();
            JsonObject result = Stage.of(events, "tool.result").getFirst();
            assertThat(call.getString("name")).isEqualTo("write");
            assertThat(call.getJsonObject("input").getString("filePath")).isEqualTo(file.toString());
            assertThat(result.getString("call")).isEqualTo(call.getString("call"));
            assertThat(result.getBoolean("error")).isFalse();
            assertThat(Files.readString(file)).isEqualTo("it works\n");
            assertThat(done.getString("result")).isEqualTo("All done.");
            assertThat(Stage.of(events, "usage")).hasSize(1);
        }
    }

    @Test
    void shouldTakeFurtherMessagesAlsoInTheMiddleOfATurn() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(10).perSecond(10).usage(TokenUsage.of(100, 7)));
            String session = stage.api().start(openCode(api), "First");
            stage.awaitEvent(session, "message.delta");
            api.change(ok().usage(TokenUsage.of(250, 11)));

            // When
            send(session, "messages", new JsonObject().put("text", "Second"));

            // Then
            stage.awaitEvents(session, "turn.ended", 2);
            send(session, "stop", new JsonObject());
            JsonObject ended = stage.api().awaitEnd(session);
            List<JsonObject> events = stage.api().events(session);
            assertThat(Stage.of(events, "session.started")).hasSize(1);
            assertThat(Stage.of(events, "usage"))
                    .extracting(it -> it.getLong("outputTokens"))
                    .containsExactly(7L, 11L);
            assertThat(ended.getJsonObject("usage").getLong("inputTokens")).isEqualTo(350);
            assertThat(ended.getString("state")).isEqualTo("stopped");
        }
    }

    @Test
    void shouldInterruptATurnAndGoOnWithTheNext() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(100).perSecond(5));
            String session = stage.api().start(openCode(api), "Talk for long");
            stage.awaitEvent(session, "message.delta");

            // When
            send(session, "interrupt", new JsonObject());

            // Then
            assertThat(stage.awaitEvent(session, "turn.ended").getString("outcome"))
                    .isEqualTo("interrupted");
            api.change(ok().text("Short."));
            send(session, "messages", new JsonObject().put("text", "Be short"));
            JsonObject second = stage.awaitEvents(session, "turn.ended", 2).getLast();
            assertThat(second.getString("outcome")).isEqualTo("completed");
            assertThat(second.getString("result")).isEqualTo("Short.");
            send(session, "stop", new JsonObject());
            stage.api().awaitEnd(session);
        }
    }

    @Test
    void shouldGoOnWithAnEarlierConversation() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().text("Noted."));
            String agent = openCode(api);
            String first = stage.api().start(agent, "The password is swordfish");
            stage.awaitEvent(first, "turn.ended");
            send(first, "stop", new JsonObject());
            JsonObject earlier = stage.api().awaitEnd(first);

            // When
            String second = stage.api()
                    .json(stage.api()
                            .post(
                                    "/api/agents/" + agent + "/start",
                                    new JsonObject()
                                            .put("prompt", "What is it?")
                                            .put("resume", first)))
                    .getString("id");

            // Then
            stage.awaitEvent(second, "turn.ended");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("swordfish", "What is it?");
            send(second, "stop", new JsonObject());
            assertThat(stage.api().awaitEnd(second).getString("providerSession"))
                    .isEqualTo(earlier.getString("providerSession"));
        }
    }

    @Test
    void shouldLeaveNoToolBehindWhenItIsStopped() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String daemon = "(setsid tail -f /dev/null >/dev/null 2>&1 &); env -i tail -f /dev/null";
            String session = stage.api().start(openCode(llm.scenario(tool(bash(daemon)))), "Sleep");
            Stage.awaitProcess(session, "tail");
            ProcessHandle server = server();

            // When
            send(session, "stop", new JsonObject());

            // Then
            assertThat(stage.api().awaitEnd(session).getString("state")).isEqualTo("stopped");
            assertThat(Stage.processes(session)).isEmpty();
            assertThat(server.descendants()).isEmpty();
        }
    }

    @Test
    void shouldGoOnAfterAServerError() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = openCode(llm.scenario(serverError().times(1).then(ok().text("At last."))));

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("At last.");
            assertThat(Stage.of(stage.api().events(done.getString("session")), "retry"))
                    .singleElement()
                    .satisfies(retry -> assertThat(retry.getInteger("attempt")).isEqualTo(1));
        }
    }

    @Test
    void shouldDoubleNoTextWhenTheModelIsCutOff() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String text = "one two three four five six";
            var cutOff =
                    ok().chunks(List.of("one ", "two ", "three ")).perSecond(10).disconnectAfter(2);
            String agent = openCode(llm.scenario(cutOff.times(1).then(ok().text(text))));

            // When
            String task = stage.api().task(agent, "Talk");

            // Then
            List<JsonObject> events =
                    stage.api().events(stage.api().awaitTask(task, "done").getString("session"));
            assertThat(Stage.of(events, "message.delta").getFirst().getString("text"))
                    .isEqualTo("one ");
            assertThat(Stage.of(events, "retry")).anyMatch(retry -> retry.containsKey("discarded"));
            assertThat(Stage.shownTexts(events)).containsExactly(text);
        }
    }

    @Test
    void shouldKeepTheTaskUntilAFarAwayLimitResets() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(apiKeyLimit(Duration.ofHours(2)));
            String task = stage.api().task(openCode(api), "Try");
            String session = stage.api().awaitSession(task);

            // When
            JsonObject ended = stage.api().awaitEnd(session);

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            List<JsonObject> events = stage.api().events(session);
            assertThat(Stage.story(events))
                    .containsSubsequence("limit", "error", "usage", "turn.ended", "session.ended");
            JsonObject limit = Stage.of(events, "limit").getLast();
            assertThat(limit.getBoolean("blocked")).isTrue();
            Instant reset = Instant.parse(limit.getString("resetsAt"));
            assertThat(reset)
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(119)),
                            Instant.now().plus(Duration.ofHours(2)));
            assertThat(api.modelRequests()).hasSize(1);
            JsonObject open = stage.api().awaitTask(task, "open");
            assertThat(Instant.parse(open.getString("scheduledFor")).truncatedTo(ChronoUnit.SECONDS))
                    .isEqualTo(reset.truncatedTo(ChronoUnit.SECONDS));
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    void shouldFailATaskWhoseKeyIsRefused() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // When
            String task = stage.api().task(openCode(llm.scenario(authError())), "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("API key");
            List<JsonObject> events = stage.api().events(failed.getString("session"));
            assertThat(Stage.story(events))
                    .endsWith("session.started", "error", "usage", "turn.ended", "session.ended");
            assertThat(Stage.of(events, "error"))
                    .singleElement()
                    .satisfies(error -> assertThat(error.getInteger("status")).isEqualTo(401));
        }
    }

    @Test
    void shouldSayWhichModelIsUnknown() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.openCode(new JsonObject().put("model", "mock/nope"), llm.scenario(ok()));

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("'mock/nope'", "opencode models");
        }
    }

    @Test
    void shouldSayThatTheConfigurationIsBroken() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            Path broken = Files.writeString(directory.resolve("broken.json"), "{\"nope\": ");
            String agent = stage.openCode(new JsonObject(), llm.scenario(ok()), "OPENCODE_CONFIG", broken.toString());

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("broken.json", "ValueExpected", "Correct it");
        }
    }

    @Test
    void shouldEndATurnInWhichNothingHappens() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // When
            String task = stage.api().task(openCode(llm.scenario(hang())), "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getString("reason")).contains("idle watchdog", "12s");
        }
    }

    @Test
    void shouldStartAnotherServerWhenOneIsKilled() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(bash("tail -f /dev/null")));
            String agent = openCode(api);
            String first = stage.api().start(agent, "Wait");
            Stage.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            server().destroyForcibly();

            // Then
            JsonObject killed = stage.api().awaitEnd(first);
            assertThat(Stage.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            String task = stage.api().task(agent, "Again");
            assertThat(stage.api().awaitTask(task, "done").getString("result")).isEqualTo("Second time lucky.");
        }
    }

    @Test
    void shouldServeTwoDirectoriesAtOnce() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(bash("pwd; sleep 1")).chunks(5).perSecond(5));
            String agent = stage.openCode(new JsonObject().put("maxConcurrentTasks", 2), api);

            // When
            List<String> tasks =
                    List.of(stage.api().task(agent, "One"), stage.api().task(agent, "Two"));

            // Then
            for (String task : tasks) {
                JsonObject done = stage.api().awaitTask(task, "done");
                JsonObject session = stage.api().awaitEnd(done.getString("session"));
                List<JsonObject> events = stage.api().events(done.getString("session"));
                assertThat(Stage.of(events, "tool.result").getFirst().getString("output"))
                        .contains(session.getString("directory"));
                assertThat(Stage.of(events, "turn.ended")).hasSize(1);
                assertThat(Stage.of(events, "message").getLast().getString("text"))
                        .isEqualTo(done.getString("result"));
            }
            assertThat(Files.list(Path.of(directory.toString(), "data", "opencode")))
                    .isNotEmpty();
        }
    }

    @Test
    void shouldRunOneShotSessions() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().text("Once and for all."));
            String agent = stage.openCode(new JsonObject().put("launchMode", "one-shot"), api);

            // When
            String task = stage.api().task(agent, "--help\nis not an option but a prompt");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Once and for all.");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("is not an option but a prompt");
            assertThat(Stage.story(stage.api().events(done.getString("session"))))
                    .containsExactly(
                            "user.message", "session.started", "message", "usage", "turn.ended", "session.ended");
        }
    }

    private String openCode(LlmEndpoint llm) {
        return stage.openCode(new JsonObject(), llm);
    }

    private ProcessHandle server() throws IOException {
        return stage.processes().stream()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains("serve"))
                .findFirst()
                .orElseThrow();
    }

    private void send(String session, String what, JsonObject body) {
        stage.api().json(stage.api().post("/api/sessions/" + session + "/" + what, body));
    }
}
