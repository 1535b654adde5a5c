package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.MockLlm;
import dev.yardmaster.testkit.llm.TokenUsage;
import dev.yardmaster.testkit.llm.ToolCall;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stories of the real Claude Code, told by the real Codex. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@RealCliTest("codex")
class CodexStoryTest extends Story {
    @Test
    void shouldTellATaskFromPromptToResult() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(5).usage(new TokenUsage(321, 45, 100, 20)));
            String agent = stage.codex(api);

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
            assertThat(Stage.of(events, "message.delta")).hasSize(5);
            assertThat(Stage.shownTexts(events)).containsExactly(done.getString("result"));
            JsonObject usage = Stage.of(events, "usage").getFirst();
            assertThat(usage.getLong("inputTokens")).isEqualTo(321);
            assertThat(usage.getLong("outputTokens")).isEqualTo(45);
            assertThat(usage.getLong("cacheReadTokens")).isEqualTo(100);
            assertThat(usage.getLong("cacheWriteTokens")).isEqualTo(20);
            assertThat(stage.api().awaitEnd(done.getString("session")).getString("state"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void shouldTellToolsWithWhatTheyAnswer() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(ToolCall.execCommand("echo 'it works' | tee made.txt"))
                    .text("Made.")
                    .usage(TokenUsage.of(100, 20)));

            // When
            String task = stage.api().task(stage.codex(api, 1, simple()), "Make it");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            JsonObject session = stage.api().awaitEnd(done.getString("session"));
            List<JsonObject> events = stage.api().events(done.getString("session"));
            JsonObject call = Stage.of(events, "tool.call").getFirst();
            JsonObject result = Stage.of(events, "tool.result").getFirst();
            assertThat(call.getJsonObject("input").getString("command")).contains("it works");
            assertThat(result.getString("call")).isEqualTo(call.getString("call"));
            assertThat(result.getString("output")).isEqualTo("it works\n");
            assertThat(result.getBoolean("error")).isFalse();
            assertThat(Path.of(session.getString("directory"), "made.txt")).hasContent("it works\n");
            assertThat(done.getString("result")).isEqualTo("Made.");
            assertThat(session.getJsonObject("usage").getLong("inputTokens")).isEqualTo(200);
            assertThat(Stage.story(events))
                    .containsSubsequence("tool.call", "tool.result", "message", "usage", "turn.ended");
        }
    }

    @Test
    void shouldTakeFurtherMessagesAndCountEachTurnByItself() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().usage(TokenUsage.of(100, 7)));
            String session = stage.api().start(stage.codex(api), "First");
            stage.awaitEvent(session, "turn.ended");
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
    void shouldGiveTheRunningTurnAMessageThatComesMeanwhile() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(100).perSecond(5));
            String session = stage.api().start(stage.codex(api), "Talk for long");
            stage.awaitEvent(session, "message.delta");
            api.change(ok().text("Short."));

            // When
            send(session, "messages", new JsonObject().put("text", "Be short"));

            // Then
            stage.awaitEvents(session, "turn.ended", 2);
            send(session, "stop", new JsonObject());
            stage.api().awaitEnd(session);
            assertThat(Stage.shownTexts(stage.api().events(session))).containsExactly("Short.");
            assertThat(api.modelRequests().getLast().messages().toString()).contains("Talk for long", "Be short");
        }
    }

    @Test
    void shouldInterruptATurnAndGoOnWithTheNext() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().chunks(100).perSecond(5));
            String session = stage.api().start(stage.codex(api), "Talk for long");
            stage.awaitEvent(session, "message.delta");

            // When
            send(session, "interrupt", new JsonObject());

            // Then
            assertThat(stage.awaitEvent(session, "turn.ended").getString("outcome"))
                    .isEqualTo("interrupted");
            assertThat(Stage.story(stage.api().events(session)))
                    .endsWith("message.delta", "message", "usage", "turn.ended");
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
            LlmEndpoint api = llm.scenario(ok().text("Noted.").usage(TokenUsage.of(100, 7)));
            String agent = stage.codex(api);
            String first = stage.api().start(agent, "The password is swordfish");
            stage.awaitEvent(first, "turn.ended");
            send(first, "stop", new JsonObject());
            String conversation = stage.api().awaitEnd(first).getString("providerSession");

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
            JsonObject ended = stage.api().awaitEnd(second);
            assertThat(ended.getString("providerSession")).isEqualTo(conversation);
            assertThat(ended.getJsonObject("usage").getLong("inputTokens")).isEqualTo(100);
        }
    }

    @Test
    void shouldLeaveNoToolBehindWhenItIsStopped() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.codex(llm.scenario(tool(ToolCall.execCommand("tail -f /dev/null"))), 1, simple());
            String session = stage.api().start(agent, "Sleep");
            Stage.awaitProcess(session, "tail");

            // When
            send(session, "stop", new JsonObject());

            // Then
            assertThat(stage.api().awaitEnd(session).getString("state")).isEqualTo("stopped");
            assertThat(Stage.processes(session)).isEmpty();
        }
    }

    @Test
    void shouldRecoverFromAServerError() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(serverError().times(2).then(ok().text("Recovered.")));

            // When
            String task = stage.api().task(stage.codex(api), "Try");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(Stage.of(events, "retry")).hasSize(1);
            assertThat(Stage.of(events, "error")).isEmpty();
            assertThat(Stage.shownTexts(events)).containsExactly("Recovered.");
        }
    }

    @Test
    void shouldDoubleNoTextWhenTheModelIsCutOff() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String text = "one two three four five six";
            var cutOff =
                    ok().chunks(List.of("one ", "two ", "three ")).perSecond(10).disconnectAfter(2);
            LlmEndpoint api = llm.scenario(cutOff.times(1).then(ok().text(text)));

            // When
            String task = stage.api().task(stage.codex(api), "Talk");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(Stage.of(events, "message.delta").getFirst().getString("text"))
                    .isEqualTo("one ");
            assertThat(Stage.of(events, "retry")).anyMatch(retry -> retry.containsKey("discarded"));
            assertThat(Stage.shownTexts(events)).containsExactly(text);
        }
    }

    @Test
    void shouldKeepTheTaskUntilTheLimitResets() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            Instant reset = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
            String task = stage.api().task(stage.codex(llm.scenario(subscriptionLimit(reset))), "Try");
            String session = stage.api().awaitSession(task);

            // When
            JsonObject ended = stage.api().awaitEnd(session);

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            JsonObject limit = Stage.of(stage.api().events(session), "limit").getLast();
            assertThat(limit.getBoolean("blocked")).isTrue();
            assertThat(limit.getString("window")).isEqualTo("five_hour");
            assertThat(Instant.parse(limit.getString("resetsAt"))).isEqualTo(reset);
            JsonObject open = stage.api().awaitTask(task, "open");
            assertThat(Instant.parse(open.getString("scheduledFor"))).isEqualTo(reset);
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    void shouldFailATaskWhoseKeyIsRefused() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            String agent = stage.codex(llm.scenario(authError()), 0, new JsonObject());

            // When
            String task = stage.api().task(agent, "Try");

            // Then
            JsonObject failed = stage.api().awaitTask(task, "failed");
            assertThat(failed.getInteger("attempts")).isEqualTo(3);
            assertThat(failed.getString("reason")).contains("401", "API key", "codex login");
        }
    }

    @Test
    void shouldRunOneShotSessions() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(ok().text("Once and for all.").usage(new TokenUsage(100, 20, 30, 0)));
            String agent = stage.codex(api, 1, oneShot());

            // When
            String task = stage.api().task(agent, "--help\nis not an option but a prompt");

            // Then
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Once and for all.");
            List<JsonObject> events = stage.api().events(done.getString("session"));
            assertThat(Stage.story(events))
                    .containsExactly(
                            "user.message", "session.started", "message", "usage", "turn.ended", "session.ended");
            assertThat(Stage.of(events, "usage").getFirst().getLong("inputTokens"))
                    .isEqualTo(100);
            assertThat(api.modelRequests().getLast().messages())
                    .last()
                    .isEqualTo("--help\nis not an option but a prompt\n");
        }
    }

    @Test
    void shouldKeepTheTaskOfALimitedOneShotSession() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(subscriptionLimit(Duration.ofHours(2)));
            String task = stage.api().task(stage.codex(api, 1, oneShot()), "Try");

            // When
            JsonObject ended = stage.api().awaitEnd(stage.api().awaitSession(task));

            // Then
            assertThat(ended.getString("state")).isEqualTo("limited");
            JsonObject open = stage.api().awaitTask(task, "open");
            assertThat(open.getInteger("failures")).isZero();
        }
    }

    @Test
    void shouldRunTheTaskAgainWhenTheCliIsKilledAndLeaveNoToolOfIt() throws Exception {
        try (MockLlm llm = MockLlm.start()) {
            // Given
            LlmEndpoint api = llm.scenario(tool(ToolCall.execCommand("tail -f /dev/null")));
            String task = stage.api().task(stage.codex(api, 1, simple()), "Wait");
            String first = stage.api().awaitSession(task);
            Stage.awaitProcess(first, "tail");
            api.change(ok().text("Second time lucky."));

            // When
            Stage.awaitProcess(first, "codex").destroyForcibly();

            // Then
            JsonObject killed = stage.api().awaitEnd(first);
            assertThat(Stage.processes(first)).isEmpty();
            assertThat(killed.getString("state")).isEqualTo("failed");
            assertThat(killed.getJsonObject("end").getInteger("signal")).isEqualTo(9);
            assertThat(killed.getJsonObject("end").getString("reason")).contains("signal 9");
            JsonObject done = stage.api().awaitTask(task, "done");
            assertThat(done.getString("result")).isEqualTo("Second time lucky.");
        }
    }

    /** A model that Codex does not know gets the plain tools. */
    private static JsonObject simple() {
        return new JsonObject().put("model", "mock");
    }

    private static JsonObject oneShot() {
        return new JsonObject().put("launchMode", "one-shot");
    }

    private void send(String session, String what, JsonObject body) {
        stage.api().json(stage.api().post("/api/sessions/" + session + "/" + what, body));
    }
}
