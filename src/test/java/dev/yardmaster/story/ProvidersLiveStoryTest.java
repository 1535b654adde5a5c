package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.TokenUsage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Talking to a running session, and ending it, is the same with every provider. The contract for messages: each one gets its {@code
 * user.message} and its {@code turn.ended}. One that comes while a turn runs is answered after it by Claude Code and OpenCode, while Codex
 * takes it into the running turn, which drops what is being said.
 */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersLiveStoryTest extends SharedStory {
    /** A tool of two processes that do not end by themselves, one of which has left its parent. */
    private static final String TOOL = "(setsid tail -f /dev/null >/dev/null 2>&1 &); tail -f /dev/null";

    /** The same, but one can't be known by its environment; only while its parents live is it known whose it is. */
    private static final String DISGUISED = "(setsid tail -f /dev/null >/dev/null 2>&1 &); env -i tail -f /dev/null";

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldTakeFurtherMessagesAndCountEachTurnByItself(Teller teller) {
        // Given
        String agent = agent(teller);
        model(teller, ok().usage(TokenUsage.of(100, 7)));
        String session = stage.api().start(agent, "First");
        stage.awaitEvent(session, "turn.ended");
        model(teller, ok().usage(TokenUsage.of(250, 11)));

        // When
        say(session, "Second");

        // Then
        stage.awaitEvents(session, "turn.ended", 2);
        Told told = stop(session);
        assertThat(told.plot())
                .containsExactly(
                        "user.message",
                        "session.started",
                        "message.delta",
                        "message",
                        "usage",
                        "turn.ended",
                        "user.message",
                        "message.delta",
                        "message",
                        "usage",
                        "turn.ended",
                        "session.ended");
        assertThat(told.of("user.message"))
                .extracting(message -> message.getString("text"))
                .containsExactly("First", "Second");
        assertThat(told.of("usage"))
                .extracting(usage -> usage.getLong("outputTokens"))
                .containsExactly(7L, 11L);
        assertThat(told.session().getJsonObject("usage").getLong("inputTokens")).isEqualTo(350);
        assertThat(told.session().getJsonObject("usage").getLong("outputTokens"))
                .isEqualTo(18);
        assertThat(told.state()).isEqualTo("stopped");
    }

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldEndATurnForEachMessageAlsoWhenItComesInTheMiddleOfOne(Teller teller) {
        // Given
        String agent = agent(teller);
        LlmEndpoint model = model(teller, ok().chunks(10).perSecond(10));
        String session = stage.api().start(agent, "Talk for a while");
        stage.awaitEvent(session, "message.delta");
        model(teller, ok().text("Short."));

        // When
        say(session, "Be short");

        // Then
        stage.awaitEvents(session, "turn.ended", 2);
        Told told = stop(session);
        assertThat(told.of("user.message"))
                .extracting(message -> message.getString("text"))
                .containsExactly("Talk for a while", "Be short");
        assertThat(told.of("turn.ended"))
                .hasSize(2)
                .allMatch(turn -> turn.getString("outcome").equals("completed"));
        assertThat(Stage.shownTexts(told.events())).last().isEqualTo("Short.");
        assertThat(model.modelRequests().getLast().messages().toString()).contains("Talk for a while", "Be short");
    }

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldInterruptATurnAndGoOnWithTheNext(Teller teller) {
        // Given
        String agent = agent(teller);
        model(teller, ok().chunks(100).perSecond(5));
        String session = stage.api().start(agent, "Talk for long");
        stage.awaitEvent(session, "message.delta");

        // When
        send(session, "interrupt", new JsonObject());

        // Then
        assertThat(stage.awaitEvent(session, "turn.ended").getString("outcome")).isEqualTo("interrupted");
        model(teller, ok().text("Short."));
        say(session, "Be short");
        JsonObject second = stage.awaitEvents(session, "turn.ended", 2).getLast();
        assertThat(second.getString("outcome")).isEqualTo("completed");
        assertThat(second.getString("result")).isEqualTo("Short.");
        Told told = stop(session);
        assertThat(told.plot())
                .containsExactly(
                        "user.message",
                        "session.started",
                        "message.delta",
                        "message",
                        "usage",
                        "turn.ended",
                        "user.message",
                        "message.delta",
                        "message",
                        "usage",
                        "turn.ended",
                        "session.ended");
        assertThat(told.reason()).matches("[A-Z].*\\.");
    }

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldGoOnWithAnEarlierConversation(Teller teller) {
        // Given
        String agent = agent(teller);
        LlmEndpoint model = model(teller, ok().text("Noted.").usage(TokenUsage.of(100, 7)));
        String first = stage.api().start(agent, "The password is swordfish");
        stage.awaitEvent(first, "turn.ended");
        String conversation = stop(first).session().getString("providerSession");

        // When
        String second = resume(agent, first);

        // Then
        stage.awaitEvent(second, "turn.ended");
        assertThat(model.modelRequests().getLast().messages().toString()).contains("swordfish", "What is it?");
        Told told = stop(second);
        assertThat(told.session().getString("providerSession")).isEqualTo(conversation);
        assertThat(told.session().getJsonObject("usage").getLong("inputTokens")).isEqualTo(100);
    }

    /** Claude Code tells its session and exits by itself; the others would take another message. */
    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldHandAConversationOverToAnotherAccount(Teller teller) {
        // Given
        String agent = agent(teller);
        LlmEndpoint model = model(teller, ok());
        String first = stage.api().start(agent, "The password is swordfish.");
        stage.awaitEvent(first, "turn.ended");
        stop(first);
        stage.api().change(agent, new JsonObject().put("executable", teller.executable(directory, model.url())));

        // When
        String second = resume(agent, first);

        // Then
        stage.awaitEvent(second, "turn.ended");
        String prompt = model.modelRequests().getLast().messages().toString();
        assertThat(prompt).contains("hand-off.md", "What is it?").doesNotContain("swordfish");
        Told told = stop(second);
        assertThat(told.session().getString("earlier")).isEqualTo(first);
        assertThat(told.session().getString("providerSession")).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldLeaveNothingBehindWhenItIsStopped(Teller teller) throws IOException {
        // Given
        String session = startTool(teller, DISGUISED);
        List<ProcessHandle> tools = tools(session);

        // When
        Told told = stop(session);

        // Then
        assertThat(told.state()).isEqualTo("stopped");
        assertThat(told.reason()).matches("[A-Z].*\\.");
        assertThat(Stage.processes(session)).isEmpty();
        assertThat(tools).isNotEmpty().noneMatch(ProvidersLiveStoryTest::isTool);
    }

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldLeaveNothingBehindWhenItsCliIsKilled(Teller teller) throws IOException {
        // When
        Told told = toldAfter(teller, ProcessHandle::destroyForcibly);

        // Then
        assertThat(told.reason()).contains("signal 9");
    }

    @ParameterizedTest
    @EnumSource(Teller.class)
    void shouldLeaveNothingBehindWhenItsCliIsTerminated(Teller teller) throws IOException {
        // When
        Told told = toldAfter(teller, ProcessHandle::destroy);

        // Then
        assertThat(told.reason()).matches("[A-Z].*\\.");
    }

    /** A session that has lost its CLI in the middle of a tool, and of which nothing is left. */
    private Told toldAfter(Teller teller, Consumer<ProcessHandle> end) throws IOException {
        String session = startTool(teller, TOOL);
        List<ProcessHandle> tools = tools(session);
        end.accept(cli(session));
        Told told = told(session);
        assertThat(told.state()).isEqualTo("failed");
        assertThat(told.plot())
                .startsWith("user.message", "session.started", "tool.call")
                .endsWith("session.ended");
        assertThat(Stage.processes(session)).isEmpty();
        assertThat(tools).isNotEmpty().noneMatch(ProvidersLiveStoryTest::isTool);
        return told;
    }

    /** A session that runs this command. */
    private String startTool(Teller teller, String command) {
        String agent = agent(teller);
        model(teller, tool(teller.shell(command)));
        String session = stage.api().start(agent, "Wait");
        stage.awaitEvent(session, "tool.call");
        Stage.awaitProcess(session, "tail");
        return session;
    }

    private String resume(String agent, String session) {
        JsonObject body = new JsonObject().put("prompt", "What is it?").put("resume", session);
        return stage.api()
                .json(stage.api().post("/api/agents/" + agent + "/start", body))
                .getString("id");
    }

    /** All processes of tools, whatever they are known by. */
    private static List<ProcessHandle> tools(String session) throws IOException {
        List<ProcessHandle> tools = new ArrayList<>(Stage.processes(session));
        ProcessHandle.current().descendants().forEach(tools::add);
        tools.removeIf(process -> !isTool(process));
        return tools;
    }

    /** One that has ended, and whose parent has not noticed yet, runs nothing any more. */
    private static boolean isTool(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/tail")).isPresent();
    }

    /** The process that the service has started for a session, or for several of them. */
    private static ProcessHandle cli(String session) throws IOException {
        List<ProcessHandle> own = Stage.processes(session);
        return ProcessHandle.current()
                .children()
                .filter(child -> own.contains(child) || child.descendants().anyMatch(own::contains))
                .findFirst()
                .orElseThrow();
    }
}
