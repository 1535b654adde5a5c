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
import java.util.List;
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
    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldTakeFurtherMessagesAndCountEachTurnByItself(CliUnderTest teller) {
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
    @EnumSource(CliUnderTest.class)
    void shouldEndATurnForEachMessageAlsoWhenItComesInTheMiddleOfOne(CliUnderTest teller) {
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
        assertThat(StoryFixture.shownTexts(told.events())).last().isEqualTo("Short.");
        assertThat(model.modelRequests().getLast().messages().toString()).contains("Talk for a while", "Be short");
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldInterruptATurnAndGoOnWithTheNext(CliUnderTest teller) {
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
    @EnumSource(CliUnderTest.class)
    void shouldGoOnWithAnEarlierConversation(CliUnderTest teller) {
        // Given
        String agent = agent(teller);
        LlmEndpoint model = model(teller, ok().text("Noted.").usage(TokenUsage.of(100, 7)));
        String first = stage.api().start(agent, "The password is swordfish");
        stage.awaitEvent(first, "turn.ended");
        String conversation = stop(first).session().getString("providerSession");

        // When
        String second = stage.api().resume(agent, first, "What is it?");

        // Then
        stage.awaitEvent(second, "turn.ended");
        assertThat(model.modelRequests().getLast().messages().toString()).contains("swordfish", "What is it?");
        Told told = stop(second);
        assertThat(told.session().getString("providerSession")).isEqualTo(conversation);
        assertThat(told.session().getJsonObject("usage").getLong("inputTokens")).isEqualTo(100);
    }

    /** Claude Code tells its session and exits by itself; the others would take another message. */
    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldHandAConversationOverToAnotherAccount(CliUnderTest teller) {
        // Given
        String agent = agent(teller);
        LlmEndpoint model = model(teller, ok());
        String first = stage.api().start(agent, "The password is swordfish.");
        stage.awaitEvent(first, "turn.ended");
        stop(first);
        stage.api()
                .change(
                        agent,
                        new JsonObject()
                                .put("executable", teller.executable(otherHome(teller, "account"), model.url())));

        // When
        String second = stage.api().resume(agent, first, "What is it?");

        // Then
        stage.awaitEvent(second, "turn.ended");
        String prompt = model.modelRequests().getLast().messages().toString();
        assertThat(prompt).contains("hand-off.md", "What is it?").doesNotContain("swordfish");
        Told told = stop(second);
        assertThat(told.session().getString("earlier")).isEqualTo(first);
        assertThat(told.session().getString("providerSession")).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(CliUnderTest.class)
    void shouldLeaveNothingBehindWhenItIsStopped(CliUnderTest teller) throws IOException {
        // Given
        String session = startTool(teller, Tools.DISGUISED);
        List<ProcessHandle> tools = Tools.of(session);

        // When
        Told told = stop(session);

        // Then
        assertThat(told.state()).isEqualTo("stopped");
        assertThat(told.reason()).matches("[A-Z].*\\.");
        assertThat(StoryFixture.processes(session)).isEmpty();
        assertThat(tools).isNotEmpty().noneMatch(Tools::isTool);
    }

    /** A session that runs this command. */
    private String startTool(CliUnderTest teller, String command) {
        String agent = agent(teller);
        model(teller, tool(teller.shell(command)));
        String session = stage.api().start(agent, "Wait");
        stage.awaitEvent(session, "tool.call");
        StoryFixture.awaitProcess(session, "tail");
        return session;
    }
}
