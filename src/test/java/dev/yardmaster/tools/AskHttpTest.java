package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents ask, their tasks wait, and the answers reach their conversations. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(240)
class AskHttpTest {
    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private final List<FakeAgent> agents = new ArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void stopSessions() {
        agents.forEach(agent -> api.change(agent.name(), new JsonObject().put("enabled", false)));
        agents.forEach(FakeAgent::stop);
    }

    @Test
    void shouldParkTheTaskAndResumeItsConversationWithTheAnswer() {
        // Given
        FakeAgent agent = working();
        String question = asked(
                agent, Map.of("question", "Which gauge?", "blocking", true, "options", List.of("1435 mm", "1000 mm")));

        // When
        agent.endTurn();
        JsonObject waiting = api.awaitTask(agent.task(), "waiting");
        JsonObject why = api.json(api.get("/api/tasks/" + agent.task() + "/why"));
        JsonObject idle = api.json(api.get("/api/agents/" + agent.name()));
        JsonObject answered = answer(question, "1435 mm");
        FakeAgent next = next(agent);

        // Then
        assertThat(waiting.getString("reason")).contains("an answer of people", question, "Which gauge?");
        assertThat(waiting.containsKey("endedAt")).isFalse();
        assertThat(why.getJsonArray("waitsFor").toString()).contains("/api/questions/" + question + "/answer");
        assertThat(idle.containsKey("session")).isFalse();
        assertThat(answered.getString("state")).isEqualTo("answered");
        assertThat(answered.getString("answer")).isEqualTo("1435 mm");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("1435 mm"));
        assertThat(lastRead(next))
                .contains("answers message " + question, "Your work on the task goes on")
                .doesNotContain("Do it.");
        assertThat(lastLine(next.arguments())).contains("--resume s");
        next.client().call("task_finish", Map.of("summary", "Built it."));
        next.endTurn();
        assertThat(api.awaitTask(agent.task(), "done").getString("result")).isEqualTo("Built it.");
        assertThat(api.json(api.get("/api/messages/" + question)).getString("state"))
                .isEqualTo("acknowledged");
    }

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

    @Test
    void shouldAskTheDirectorThatCreatedTheTask() {
        // Given
        FakeAgent director = added(FakeAgent.without(directory, "director", new JsonObject()));
        FakeAgent worker = taskOf(director);
        String question = asked(worker, Map.of("question", "Steam or diesel?", "blocking", true));
        JsonObject open = question(question);

        // When
        ToolResult reply = director.client().call("message_send", Map.of("text", "Steam.", "reply_to", question));
        worker.endTurn();

        // Then
        assertThat(open.getJsonObject("to").getString("name")).isEqualTo(director.name());
        assertThat(reply.error()).as(reply.text()).isFalse();
        assertThat(question(question).getString("answeredBy")).isEqualTo(director.name());
        assertThat(question(question).getString("answer")).isEqualTo("Steam.");
    }

    @Test
    void shouldAskTheDirectorOfThePlanWhenTheCreatorOfTheTaskIsDisabled() {
        // Given
        FakeAgent creator = added(FakeAgent.without(directory, "director", new JsonObject()));
        FakeAgent director = added(FakeAgent.without(directory, "director", new JsonObject()));
        String plan = "plan-" + UUID.randomUUID();
        ToolResult applied = director.client()
                .call(
                        "plan_apply",
                        Map.of(
                                "name",
                                plan,
                                "tasks",
                                List.of(Map.of(
                                        "name", "later", "title", "Later", "prompt", "Wait.", "role", "steward"))));
        FakeAgent worker = taskOf(creator);
        execute(
                "UPDATE task SET plan = (SELECT id FROM plan WHERE name = '%s') WHERE id = $1".formatted(plan),
                worker.task());
        api.change(creator.name(), new JsonObject().put("enabled", false));

        // When
        JsonObject open = question(asked(worker, Map.of("question", "Steam or diesel?")));

        // Then
        assertThat(applied.error()).as(applied.text()).isFalse();
        assertThat(open.getJsonObject("to").getString("name")).isEqualTo(director.name());
        api.json(api.post("/api/plans/" + plan + "/cancel", new JsonObject()));
    }

    @Test
    void shouldMoveAQuestionToPeopleWhenItsAgentCantAnswer() {
        // Given
        FakeAgent director = added(FakeAgent.without(directory, "director", new JsonObject()));
        FakeAgent worker = taskOf(director);
        String question = asked(worker, Map.of("question", "Steam or diesel?", "blocking", true));
        worker.endTurn();
        api.awaitTask(worker.task(), "waiting");

        // When
        api.change(director.name(), new JsonObject().put("enabled", false));
        director.stop();

        // Then
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(question(question).containsKey("moved")).isTrue());
        JsonObject moved = question(question);
        assertThat(moved.getJsonObject("to")).isEqualTo(new JsonObject());
        JsonObject message = api.json(api.get("/api/messages/" + moved.getString("message")));
        assertThat(message.getString("addressed")).isEqualTo("people");
        assertThat(message.getString("thread")).isEqualTo(question);
        assertThat(message.getString("text"))
                .contains("Steam or diesel?", "It was asked to the agent '" + director.name());
        assertThat(api.json(api.get("/api/tasks/" + worker.task() + "/why")).toString())
                .contains("an answer of people", "It was asked to an agent first.");
        answer(question, "Steam.");
        FakeAgent next = next(worker);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(lastRead(next)).contains("> Steam."));
    }

    @Test
    void shouldAskTheSameOpenQuestionOnce() {
        // Given
        FakeAgent agent = working();

        // When
        String first = asked(agent, Map.of("question", "Once?"));
        String second = asked(agent, Map.of("question", "Once?"));
        String other = asked(agent, Map.of("question", "Twice?"));

        // Then
        assertThat(second).isEqualTo(first).isNotEqualTo(other);
        assertThat(api.json(api.get("/api/questions?task=" + agent.task() + "&state=open"))
                        .getJsonArray("items"))
                .hasSize(2);
    }

    @Test
    void shouldExplainWrongArguments() {
        // Given
        FakeAgent agent = working();

        // When / Then
        assertThat(refusal(agent, Map.of())).contains("'question' is missing");
        assertThat(refusal(agent, Map.of("to", "nobody-here"))).contains("which is not the id or name of an agent");
        assertThat(refusal(agent, Map.of("to", agent.name()))).contains("is the sender");
        assertThat(refusal(agent, Map.of("to", "role:steward"))).contains("a question has one answer");
        assertThat(refusal(agent, Map.of("to", "person:nobody-here"))).contains("no token has this name");
        assertThat(refusal(agent, Map.of("deadline", "soon"))).contains("a duration such as PT30M");
        assertThat(refusal(agent, Map.of("deadline", "PT0S"))).contains("from 1 second");
        assertThat(refusal(agent, Map.of("default", "Yes."))).contains("needs a 'deadline'");
    }

    @Test
    void shouldListQuestions() {
        // Given
        FakeAgent agent = working();
        String first = asked(agent, Map.of("question", "First?"));
        String second = asked(agent, Map.of("question", "Second?"));
        answer(first, "Yes.");

        // When
        String list = "/api/questions?agent=" + agent.name();

        // Then
        assertThat(ids(list)).containsExactly(second, first);
        assertThat(ids(list + "&sort=created&limit=1")).containsExactly(first);
        assertThat(ids(list + "&state=open")).containsExactly(second);
        assertThat(ids("/api/questions?id=" + first)).containsExactly(first);
        assertThat(api.get(list + "&state=new").statusCode()).isEqualTo(400);
        assertThat(api.get("/api/questions/0199c2d1-0000-7000-8000-000000000000")
                        .statusCode())
                .isEqualTo(404);
    }

    private void execute(String sql, String id) {
        pool.preparedQuery(sql).execute(Tuple.of(UUID.fromString(id))).await().atMost(Duration.ofSeconds(30));
    }

    private FakeAgent working() {
        return added(FakeAgent.working(directory, new JsonObject()));
    }

    private FakeAgent added(FakeAgent agent) {
        agents.add(agent);
        return agent;
    }

    /** A worker whose task a director has created. */
    private FakeAgent taskOf(FakeAgent director) {
        FakeAgent idle = added(FakeAgent.without(directory, "worker", new JsonObject()));
        idle.stop();
        ToolResult created = director.client()
                .call(
                        "task_create",
                        Map.of(
                                "title",
                                "Engine",
                                "prompt",
                                "Build an engine.",
                                "options",
                                Map.of("agent", idle.name())));
        assertThat(created.error()).as(created.text()).isFalse();
        String task = new JsonObject(created.text()).getString("id");
        return added(FakeAgent.of(idle.name(), api.awaitSession(task), idle.turn()));
    }

    /** The agent in the next session of its task. */
    private FakeAgent next(FakeAgent agent) {
        String task = agent.task();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            JsonObject shown = api.json(api.get("/api/tasks/" + task));
            return "running".equals(shown.getString("state"))
                    && !agent.session().equals(shown.getString("session"));
        });
        return added(FakeAgent.of(
                agent.name(), api.json(api.get("/api/tasks/" + task)).getString("session"), agent.turn()));
    }

    private String asked(FakeAgent agent, Map<String, Object> arguments) {
        ToolResult result = agent.client().call("ask", arguments);
        assertThat(result.error()).as(result.text()).isFalse();
        return new JsonObject(result.text()).getString("question");
    }

    private static String refusal(FakeAgent agent, Map<String, Object> arguments) {
        Map<String, Object> all = new HashMap<>(arguments);
        if (!arguments.isEmpty()) {
            all.put("question", "Well?");
        }
        ToolResult result = agent.client().call("ask", all);
        assertThat(result.error()).isTrue();
        return result.text();
    }

    private JsonObject answer(String question, String text) {
        return api.json(api.post("/api/questions/" + question + "/answer", new JsonObject().put("answer", text)));
    }

    private JsonObject question(String id) {
        return api.json(api.get("/api/questions/" + id));
    }

    private static String refused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(409);
        return response.body();
    }

    private List<String> ids(String list) {
        return api.json(api.get(list)).getJsonArray("items").stream()
                .map(it -> ((JsonObject) it).getString("id"))
                .toList();
    }

    private static String lastRead(FakeAgent agent) {
        return agent.read()
                .lines()
                .filter(line -> line.contains("\"type\":\"user\""))
                .reduce("", (_, last) -> last);
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (_, last) -> last);
    }
}
