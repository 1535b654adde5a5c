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
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Messages to a running session, and its end, work the same with every provider. Each message gets its own {@code user.message} and
 * {@code turn.ended}. If a message arrives during a turn, Claude Code and OpenCode answer it after the turn. Codex adds it to the running
 * turn and drops the answer that it was writing.
 */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersLiveStoryTest extends SharedStory {
    @Test
    void shouldAcceptMoreMessagesAndCountTheUsageOfEachTurn() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(cli, ok().usage(TokenUsage.of(100, 7)));
            String session = fixture.api().start(agent, "First");
            fixture.awaitEvent(session, "turn.ended");
            model(cli, ok().usage(TokenUsage.of(250, 11)));

            // When
            sendMessage(session, "Second");

            // Then
            fixture.awaitEvents(session, "turn.ended", 2);
            SessionResult result = stop(session);
            assertThat(result.eventTypes())
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
            assertThat(result.of("user.message"))
                    .extracting(message -> message.getString("text"))
                    .containsExactly("First", "Second");
            assertThat(result.of("usage"))
                    .extracting(usage -> usage.getLong("outputTokens"))
                    .containsExactly(7L, 11L);
            assertThat(result.session().getJsonObject("usage").getLong("inputTokens"))
                    .isEqualTo(350);
            assertThat(result.session().getJsonObject("usage").getLong("outputTokens"))
                    .isEqualTo(18);
            assertThat(result.state()).isEqualTo("stopped");
        });
    }

    @Test
    void shouldEndOneTurnPerMessageEvenWhenAMessageArrivesDuringATurn() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, ok().chunks(10).perSecond(10));
            String session = fixture.api().start(agent, "Talk for a while");
            fixture.awaitEvent(session, "message.delta");
            model(cli, ok().text("Short."));

            // When
            sendMessage(session, "Be short");

            // Then
            fixture.awaitEvents(session, "turn.ended", 2);
            SessionResult result = stop(session);
            assertThat(result.of("user.message"))
                    .extracting(message -> message.getString("text"))
                    .containsExactly("Talk for a while", "Be short");
            assertThat(result.of("turn.ended"))
                    .hasSize(2)
                    .allMatch(turn -> turn.getString("outcome").equals("completed"));
            assertThat(StoryFixture.shownTexts(result.events())).last().isEqualTo("Short.");
            assertThat(model.modelRequests().getLast().messages().toString()).contains("Talk for a while", "Be short");
        });
    }

    @Test
    void shouldInterruptATurnAndContinueWithTheNext() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            model(cli, ok().chunks(100).perSecond(5));
            String session = fixture.api().start(agent, "Talk for long");
            fixture.awaitEvent(session, "message.delta");

            // When
            send(session, "interrupt", new JsonObject());

            // Then
            assertThat(fixture.awaitEvent(session, "turn.ended").getString("outcome"))
                    .isEqualTo("interrupted");
            model(cli, ok().text("Short."));
            sendMessage(session, "Be short");
            JsonObject second = fixture.awaitEvents(session, "turn.ended", 2).getLast();
            assertThat(second.getString("outcome")).isEqualTo("completed");
            assertThat(second.getString("result")).isEqualTo("Short.");
            SessionResult result = stop(session);
            assertThat(result.eventTypes())
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
            assertThat(result.reason()).matches("[A-Z].*\\.");
        });
    }

    @Test
    void shouldResumeAnEarlierConversation() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, ok().text("Noted.").usage(TokenUsage.of(100, 7)));
            String first = fixture.api().start(agent, "The password is swordfish");
            fixture.awaitEvent(first, "turn.ended");
            String conversation = stop(first).session().getString("providerSession");

            // When
            String second = fixture.api().resume(agent, first, "What is it?");

            // Then
            fixture.awaitEvent(second, "turn.ended");
            assertThat(model.modelRequests().getLast().messages().toString()).contains("swordfish", "What is it?");
            SessionResult result = stop(second);
            assertThat(result.session().getString("providerSession")).isEqualTo(conversation);
            assertThat(result.session().getJsonObject("usage").getLong("inputTokens"))
                    .isEqualTo(100);
        });
    }

    /** Claude Code prints its session and exits by itself; the others wait for another message. */
    @Test
    void shouldHandAConversationOverToAnotherAccount() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            LlmEndpoint model = model(cli, ok());
            String first = fixture.api().start(agent, "The password is swordfish.");
            fixture.awaitEvent(first, "turn.ended");
            stop(first);
            fixture.api()
                    .change(
                            agent,
                            new JsonObject().put("executable", cli.executable(otherHome(cli, "account"), model.url())));

            // When
            String second = fixture.api().resume(agent, first, "What is it?");

            // Then
            fixture.awaitEvent(second, "turn.ended");
            String prompt = model.modelRequests().getLast().messages().toString();
            assertThat(prompt).contains("hand-off.md", "What is it?").doesNotContain("swordfish");
            SessionResult result = stop(second);
            assertThat(result.session().getString("earlier")).isEqualTo(first);
            assertThat(result.session().getString("providerSession")).isNotEmpty();
        });
    }

    @Test
    void shouldLeaveNoProcessesWhenASessionIsStopped() {
        onAllClis(cli -> {
            // Given
            String session = startTool(cli, Tools.DISGUISED);
            List<ProcessHandle> tools = Tools.of(session);

            // When
            SessionResult result = stop(session);

            // Then
            assertThat(result.state()).isEqualTo("stopped");
            assertThat(result.reason()).matches("[A-Z].*\\.");
            assertThat(StoryFixture.processes(session)).isEmpty();
            assertThat(tools).isNotEmpty().noneMatch(Tools::isTool);
        });
    }

    /** Starts a session that runs this command. */
    private String startTool(CliUnderTest cli, String command) {
        String agent = agent(cli);
        model(cli, tool(cli.shell(command)));
        String session = fixture.api().start(agent, "Wait");
        fixture.awaitEvent(session, "tool.call");
        StoryFixture.awaitProcess(session, "tail");
        return session;
    }
}
