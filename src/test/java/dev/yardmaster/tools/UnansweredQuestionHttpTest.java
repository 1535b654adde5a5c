package dev.yardmaster.tools;

import static dev.yardmaster.tools.AskFixture.asked;
import static dev.yardmaster.tools.AskFixture.lastRead;
import static dev.yardmaster.tools.AskFixture.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Questions that nobody answers: they expire or are withdrawn. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(240)
class UnansweredQuestionHttpTest {
    @Inject
    Pool pool;

    @RegisterExtension
    final AskFixture fixture = new AskFixture();

    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = fixture.agents;

    @TempDir
    Path directory;

    @Test
    void shouldGoOnWithTheDefaultWhenNobodyAnswersInTime() {
        // Given
        FakeAgent agent = working();
        String question = asked(
                agent, Map.of("question", "Now?", "blocking", true, "deadline", "PT2S", "default", "Wait for spring."));

        // When
        agent.endTurn();
        FakeAgent next = next(agent);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("Wait for spring."));
        JsonObject expired = question(question);
        assertThat(expired.getString("state")).isEqualTo("expired");
        assertThat(expired.getString("answer")).isEqualTo("Wait for spring.");
        assertThat(lastRead(next)).contains("from Yardmaster itself", "in time: Now?");
        assertThat(api.get("/api/activity?action=question.expire&thing=" + question)
                        .body())
                .contains("\"expired\"");
        assertThat(refused(api.post("/api/questions/" + question + "/answer", new JsonObject().put("answer", "Yes"))))
                .contains("is expired already");
    }

    @Test
    void shouldGoOnWithTheDefaultAlthoughTheInboxIsFull() {
        // Given
        FakeAgent agent = working();
        String question = asked(
                agent, Map.of("question", "Now?", "blocking", true, "deadline", "PT5S", "default", "Wait for autumn."));
        String id = api.json(api.get("/api/agents/" + agent.name())).getString("id");
        execute("""
                INSERT INTO message (id, recipient, seq, agent, agent_name, addressed, sender_kind, sender, thread, text, wake_after, created_at)
                SELECT gen_random_uuid(), $1::uuid::text, -i, $1, 'full', 'agent', 'token', 'ann', gen_random_uuid(), 'x', '2999-01-01', now()
                FROM generate_series(1, 1000) i
                """, id);

        // When
        agent.endTurn();
        FakeAgent next = next(agent);

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("Wait for autumn."));
        assertThat(question(question).getString("state")).isEqualTo("expired");
        execute("DELETE FROM message WHERE agent = $1 AND seq < 0", id);
    }

    @Test
    void shouldGoOnWithoutAnAnswerWhenAPersonWithdrawsTheQuestion() {
        // Given
        FakeAgent agent = working();
        String question = asked(agent, Map.of("question", "Really?", "blocking", true));
        agent.endTurn();
        api.awaitTask(agent.task(), "waiting");

        // When
        int first = api.send("DELETE", "/api/questions/" + question, "").statusCode();
        int again = api.send("DELETE", "/api/questions/" + question, "").statusCode();
        FakeAgent next = next(agent);

        // Then
        assertThat(List.of(first, again)).containsOnly(204);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("Decide yourself"));
        assertThat(question(question).getString("reason")).startsWith("Withdrawn by 'home");
    }

    @Test
    void shouldWithdrawTheQuestionsOfATaskThatEnds() {
        // Given
        List<FakeAgent> parked = List.of(working(), working(), working());
        List<String> questions = parked.stream()
                .map(agent -> asked(agent, Map.of("question", "Which way?", "blocking", true)))
                .toList();
        parked.forEach(FakeAgent::endTurn);
        parked.forEach(agent -> api.awaitTask(agent.task(), "waiting"));
        List<String> tasks = parked.stream().map(FakeAgent::task).toList();

        // When
        int cancelled = api.post("/api/tasks/" + tasks.get(0) + "/cancel", new JsonObject())
                .statusCode();
        int completed = api.post("/api/tasks/" + tasks.get(1) + "/complete", new JsonObject())
                .statusCode();
        int deleted = api.send("DELETE", "/api/tasks/" + tasks.get(2), "").statusCode();
        // Its session is gone with the task.
        agents.remove(parked.get(2));

        // Then
        assertThat(List.of(cancelled, completed, deleted)).containsExactly(200, 200, 204);
        assertThat(questions)
                .extracting(it -> question(it).getString("reason"))
                .containsExactly("Its task is cancelled.", "Its task is done.", "Its task was deleted.");
        assertThat(questions)
                .allSatisfy(it -> assertThat(
                                api.json(api.get("/api/messages/" + it)).getString("state"))
                        .isEqualTo("acknowledged"));
        assertThat(refused(api.post("/api/tasks/" + tasks.get(0) + "/complete", new JsonObject())))
                .contains("cancelled");
    }

    @Test
    void shouldCountAFinishedTaskMoreThanItsQuestion() {
        // Given
        FakeAgent agent = working();
        String question = asked(agent, Map.of("question", "Any wishes?", "blocking", true));

        // When
        agent.client().call("task_finish", Map.of("summary", "Did it anyway."));
        agent.endTurn();

        // Then
        assertThat(api.awaitTask(agent.task(), "done").getString("result")).isEqualTo("Did it anyway.");
        assertThat(question(question).getString("state")).isEqualTo("withdrawn");
    }

    private FakeAgent working() {
        return fixture.added(FakeAgent.working(directory, new JsonObject()));
    }

    private FakeAgent next(FakeAgent agent) {
        return fixture.next(agent);
    }

    private static String refused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(409);
        return response.body();
    }

    private void execute(String sql, String id) {
        pool.preparedQuery(sql).execute(Tuple.of(UUID.fromString(id))).await().atMost(Duration.ofSeconds(30));
    }
}
