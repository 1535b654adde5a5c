package dev.yardmaster.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.review.ReviewFixture;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.mcp.McpClient.ToolResult;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a steward judges finished work with its tools. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(300)
class ReviewToolsHttpTest {
    @TempDir
    Path directory;

    private final List<FakeAgent.Idle> stewards = new ArrayList<>();
    private final List<FakeAgent> sessions = new ArrayList<>();
    private ReviewFixture fixture;

    @BeforeEach
    void createProject() {
        fixture = new ReviewFixture(
                directory,
                new JsonObject().put("merge", "auto").put("testCommand", "[ ! -e one ] || grep -q good one"));
    }

    @AfterEach
    void stopSessions() {
        fixture.disableAgents();
        stewards.forEach(it -> fixture.api.change(it.name(), new JsonObject().put("enabled", false)));
        sessions.forEach(FakeAgent::stop);
    }

    @Test
    void shouldMergeWhatTheStewardApproves() {
        // Given
        FakeAgent.Idle steward = steward();
        String task = fixture.task(fixture.agent("echo good > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");
        FakeAgent session = session(steward, judging(task));

        // When
        ToolResult list = session.client().call("review_list", Map.of());
        ToolResult diff = session.client().call("review_diff", Map.of());
        String before = fixture.review(waiting.getString("id")).getString("state");
        ToolResult merge = session.client().call("review_merge", Map.of("comment", "It is good."));
        session.endTurn();
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(waiting.getString("steward")).isEqualTo(steward.name());
        assertThat(waiting.getString("waitsFor")).contains("The steward " + steward.name() + " judges it");
        assertThat(list.text()).contains(waiting.getString("id"), "Write one");
        assertThat(diff.text()).contains("+good").doesNotContain("\"next\"");
        assertThat(before).isEqualTo("waiting");
        assertThat(merge.text()).contains("The work is approved");
        JsonObject merged = fixture.awaitReview(task, "merged");
        assertThat(merged.getString("decidedBy")).isEqualTo(steward.name());
        assertThat(merged.getJsonObject("test").getInteger("exitCode")).isZero();
        assertThat(fixture.checkout.read("one")).isEqualTo("good\n");
        JsonObject own = fixture.api.awaitTask(judgingTask(merged), "done");
        assertThat(own.getString("role")).isEqualTo("steward");
    }

    @Test
    void shouldSendBackWhatTheStewardRejects() {
        // Given
        FakeAgent.Idle steward = steward();
        String task = fixture.task(
                fixture.agent(Fakes.times(1, directory, "echo bad > one", "echo good > one")), "Write one");
        FakeAgent session = session(steward, judging(task));

        // When
        ToolResult without = session.client().call("review_reject", Map.of());
        ToolResult reject = session.client().call("review_reject", Map.of("comment", "One must be good."));
        ToolResult again = session.client().call("review_merge", Map.of());
        session.endTurn();

        // Then
        assertThat(without.error()).isTrue();
        assertThat(reject.error()).isFalse();
        assertThat(again.error()).isTrue();
        assertThat(again.text()).contains("The review is rejected");
        JsonObject next = fixture.awaitReview(task, "waiting");
        assertThat(fixture.shownTask(task).getString("handOffNote"))
                .contains("The steward " + steward.name(), "One must be good.");
        fixture.api.json(fixture.api.post("/api/reviews/" + next.getString("id") + "/approve", new JsonObject()));
        fixture.api.awaitTask(task, "done");
        assertThat(fixture.checkout.read("one")).isEqualTo("good\n");
    }

    @Test
    void shouldLeaveTheDecisionToAPersonIfTheStewardDoesNotDecide() {
        // Given
        FakeAgent.Idle steward = steward();
        String task = fixture.task(fixture.agent("echo good > one"), "Write one");
        FakeAgent session = session(steward, judging(task));

        // When
        session.endTurn();

        // Then
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .until(() -> fixture.reviews(task).getLast().containsKey("problem"));
        JsonObject review = fixture.reviews(task).getLast();
        assertThat(review.getString("state")).isEqualTo("waiting");
        assertThat(review.getString("waitsFor"))
                .isEqualTo("The steward " + steward.name()
                        + " has not decided. A person has to approve or reject the work.");
        fixture.api.json(fixture.api.post("/api/reviews/" + review.getString("id") + "/approve", new JsonObject()));
        fixture.api.awaitTask(task, "done");
    }

    @Test
    void shouldPreferAStewardOfAnotherProvider() {
        // Given
        fixture.change(new JsonObject().put("reviewBy", "other-provider"));
        steward();
        String other = fixture.api.agent(
                merging().put("role", "steward").put("executable", Fakes.codex(directory, "cat >/dev/null\nexit 1")));
        stewards.add(new FakeAgent.Idle(other, directory));

        // When
        String task = fixture.task(fixture.agent("echo good > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");

        // Then
        assertThat(waiting.getString("steward")).isEqualTo(other);
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    @Test
    void shouldRefuseToDecideWithoutAReview() {
        // Given
        FakeAgent session = FakeAgent.without(directory, "steward", new JsonObject().put("focus", "docs"));
        sessions.add(session);

        // When
        ToolResult merge = session.client().call("review_merge", Map.of());

        // Then
        assertThat(merge.error()).isTrue();
        assertThat(merge.text()).contains("Your session judges no work");
    }

    private FakeAgent.Idle steward() {
        FakeAgent.Idle steward = FakeAgent.waiting(directory, "steward", merging());
        stewards.add(steward);
        return steward;
    }

    private JsonObject merging() {
        return new JsonObject().put("focus", "merge").put("project", fixture.project);
    }

    private FakeAgent session(FakeAgent.Idle steward, String task) {
        FakeAgent session = steward.on(task);
        sessions.add(session);
        return session;
    }

    /** The task in which a steward judges what another task has done. */
    private String judging(String task) {
        return judgingTask(fixture.awaitReview(task, "waiting"));
    }

    private String judgingTask(JsonObject review) {
        return review.getString("stewardTask");
    }
}
