package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Agents with the permissions {@code ask}, and agents with rules, on every provider. */
@QuarkusTest
@TestProfile(ProvidersStoryTest.OneAttempt.class)
@WithTestResource(ServiceTestResource.class)
class ProvidersApprovalStoryTest extends SharedStory {
    private static final JsonObject ASK = new JsonObject().put("permissions", "ask");

    @Test
    void shouldRunACommandThatAPersonAllows() {
        onAllClis(cli -> {
            // Given
            model(cli, tool(cli.shell("touch made.txt")).times(1).then(ok().text("Done.")));
            String session = start(agent(cli, ASK.copy()));

            // When
            JsonObject asked = awaitPending(session);
            assertThat(directory(session).resolve("made.txt")).doesNotExist();
            answer(asked, "allow", new JsonObject());

            // Then
            fixture.awaitEvent(session, "turn.ended");
            assertThat(asked.getString("tool")).isEqualTo("shell");
            assertThat(asked.getString("command")).isEqualTo("touch made.txt");
            assertThat(directory(session).resolve("made.txt")).exists();
            SessionResult result = stop(session);
            assertThat(result.of("approval.requested").getFirst().getString("approval"))
                    .isEqualTo(asked.getString("id"));
            assertThat(result.of("approval.decided").getFirst().getString("state"))
                    .isEqualTo("allowed");
        });
    }

    @Test
    void shouldGiveTheModelTheReasonOfADenial() {
        onAllClis(cli -> {
            // Given
            LlmEndpoint model =
                    model(cli, tool(cli.shell("touch made.txt")).times(1).then(ok().text("Done.")));
            String session = start(agent(cli, ASK.copy()));

            // When
            answer(awaitPending(session), "deny", new JsonObject().put("message", "Not before the review."));

            // Then
            fixture.awaitEvent(session, "turn.ended");
            assertThat(model.modelRequests())
                    .anyMatch(request -> request.body().toString().contains("Not before the review."));
            assertThat(directory(session).resolve("made.txt")).doesNotExist();
            stop(session);
        });
    }

    @Test
    void shouldAllowByARuleOnlyCommandsOfWhichTheRuleAllowsEveryPart() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli, ASK.copy());
            rule(new JsonObject()
                    .put("effect", "allow")
                    .put("command", "touch *")
                    .put("agent", agent));
            model(cli, tool(cli.shell("touch made.txt")).times(1).then(ok().text("Done.")));
            String session = start(agent);
            fixture.awaitEvent(session, "turn.ended");

            // When
            model(
                    cli,
                    tool(cli.shell("touch more.txt && rm -rf made.txt"))
                            .times(1)
                            .then(ok().text("Done.")));
            sendMessage(session, "Go on");
            JsonObject asked = awaitPending(session);

            // Then
            assertThat(asked.getString("command")).isEqualTo("touch more.txt && rm -rf made.txt");
            assertThat(directory(session).resolve("made.txt")).exists();
            assertThat(directory(session).resolve("more.txt")).doesNotExist();
            answer(asked, "deny", new JsonObject());
            fixture.awaitEvents(session, "turn.ended", 2);
            assertThat(directory(session).resolve("made.txt")).exists();
            stop(session);
        });
    }

    @Test
    void shouldDenyByARuleWhatAnAgentWithFullPermissionsDoes() {
        onAllClis(cli -> {
            // Given
            String agent = agent(cli);
            rule(new JsonObject().put("effect", "deny").put("command", "rm *").put("agent", agent));
            model(cli, tool(cli.shell("touch made.txt")).times(1).then(ok().text("Done.")));
            String session = start(agent);
            fixture.awaitEvent(session, "turn.ended");

            // When
            LlmEndpoint model =
                    model(cli, tool(cli.shell("ls; rm made.txt")).times(1).then(ok().text("Done.")));
            sendMessage(session, "Go on");

            // Then
            fixture.awaitEvents(session, "turn.ended", 2);
            assertThat(directory(session).resolve("made.txt")).exists();
            assertThat(model.modelRequests())
                    .anyMatch(request -> request.body().toString().contains("deny command: rm *"));
            stop(session);
        });
    }

    @Test
    void shouldWithdrawWhatAnInterruptedTurnHasAskedFor() {
        onAllClis(cli -> {
            // Given
            model(cli, tool(cli.shell("touch made.txt")).times(1).then(ok().text("Done.")));
            String session = start(agent(cli, ASK.copy()));
            JsonObject asked = awaitPending(session);

            // When
            send(session, "interrupt", new JsonObject());

            // Then
            fixture.awaitEvent(session, "turn.ended");
            await().untilAsserted(
                            () -> assertThat(approval(asked).getString("state")).isEqualTo("withdrawn"));
            var late = fixture.api().post("/api/approvals/" + asked.getString("id") + "/allow", new JsonObject());
            assertThat(late.statusCode()).isEqualTo(409);
            assertThat(late.body()).contains("already withdrawn");
            stop(session);
        });
    }

    private String start(String agent) {
        return fixture.api().start(agent, "Go");
    }

    private static void awaitLonger(org.awaitility.core.ThrowingRunnable assertion) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(assertion);
    }

    /** The approval that a session waits for. */
    private JsonObject awaitPending(String session) {
        String path = "/api/approvals?state=pending&session=" + session;
        awaitLonger(() -> assertThat(fixture.api().json(fixture.api().get(path)).getJsonArray("items"))
                .as("%s", fixture.api().events(session))
                .hasSize(1));
        return fixture.api().json(fixture.api().get(path)).getJsonArray("items").getJsonObject(0);
    }

    private JsonObject approval(JsonObject asked) {
        return fixture.api().json(fixture.api().get("/api/approvals/" + asked.getString("id")));
    }

    private void answer(JsonObject asked, String answer, JsonObject body) {
        fixture.api().json(fixture.api().post("/api/approvals/" + asked.getString("id") + "/" + answer, body));
    }

    private void rule(JsonObject rule) {
        fixture.api().json(fixture.api().post("/api/permission-rules", rule));
    }

    private Path directory(String session) {
        return Path.of(fixture.api()
                .json(fixture.api().get("/api/sessions/" + session))
                .getString("directory"));
    }
}
