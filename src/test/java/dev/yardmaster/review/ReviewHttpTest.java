package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How people decide about finished work. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(300)
class ReviewHttpTest {
    @TempDir
    Path directory;

    private ReviewFixture fixture;

    @BeforeEach
    void createProject() {
        fixture = new ReviewFixture(directory, new JsonObject().put("merge", "review"));
    }

    @AfterEach
    void disableAgents() {
        fixture.disableAgents();
    }

    @Test
    void shouldMergeWorkAfterAnApproval() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");
        String before = fixture.checkout.git("rev-list", "--count", "main");
        String needs = fixture.api.get("/api/needs-you?limit=1000").body();

        // When
        JsonObject approved = fixture.api.json(post(waiting, "approve", new JsonObject().put("comment", "Nice.")));
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(waiting.getString("waitsFor")).isEqualTo("A person has to approve or reject it.");
        assertThat(fixture.api
                        .get("/api/reviews/" + waiting.getString("id") + "/diff")
                        .body())
                .contains("+one");
        assertThat(before).isEqualTo("1");
        assertThat(needs)
                .contains("review:" + waiting.getString("id"), "waits for an approval")
                .doesNotContain("task_review:" + task);
        assertThat(fixture.api.get("/api/needs-you?limit=1000").body())
                .doesNotContain("review:" + waiting.getString("id"));
        assertThat(approved.getString("reason")).isEqualTo("Nice.");
        assertThat(fixture.awaitReview(task, "merged").getString("decidedBy"))
                .isEqualTo(approved.getString("decidedBy"));
        assertThat(fixture.checkout.read("one")).isEqualTo("one\n");
        String activity = fixture.api
                .get("/api/activity?thing=" + waiting.getString("id"))
                .body();
        assertThat(activity).contains("review.approve", "review.merge", "merge queue");
    }

    @Test
    void shouldSendRejectedWorkBackWithTheComment() {
        // Given
        String task = fixture.task(
                fixture.agent(Fakes.times(1, directory, "echo bad > one", "echo good > one")), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");

        // When
        JsonObject rejected = fixture.api.json(post(waiting, "reject", new JsonObject().put("comment", "One is bad.")));

        // Then
        assertThat(rejected.getString("state")).isEqualTo("rejected");
        assertThat(rejected.getString("reason")).isEqualTo("One is bad.");
        JsonObject again = fixture.awaitReview(task, "waiting");
        assertThat(again.getString("id")).isNotEqualTo(waiting.getString("id"));
        assertThat(fixture.shownTask(task).getString("handOffNote")).contains("One is bad.");
        fixture.api.json(post(again, "approve", new JsonObject()));
        fixture.api.awaitTask(task, "done");
        assertThat(fixture.checkout.read("one")).isEqualTo("good\n");
    }

    @Test
    void shouldMergeExactlyWhatWasApproved() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one; pwd > '" + directory + "/where'"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");
        fixture.checkout.at(Path.of(read("where"))).write("late", "by nobody\n");

        // When
        fixture.api.json(post(waiting, "approve", new JsonObject()));
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.checkout.git("ls-tree", "--name-only", "main")).isEqualTo("README\none");
    }

    @Test
    void shouldMergeIntoTheBranchThatTheProjectNamesAtThatTime() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");
        fixture.checkout.git("branch", "-m", "main", "trunk");
        fixture.change(new JsonObject().put("baseBranch", "trunk"));

        // When
        fixture.api.json(post(waiting, "approve", new JsonObject()));
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.awaitReview(task, "merged").getString("baseBranch")).isEqualTo("trunk");
        assertThat(fixture.checkout.git("ls-tree", "--name-only", "trunk")).isEqualTo("README\none");
    }

    @Test
    void shouldMergeNothingOfAProjectThatDoesNotMergeAnyMore() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");
        fixture.change(new JsonObject().put("merge", "none"));

        // When
        fixture.api.json(post(waiting, "approve", new JsonObject()));
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.awaitReview(task, "withdrawn").getString("reason")).contains("does not merge");
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @Test
    void shouldNotSayThatWorkWasMergedThatIsGone() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one; pwd > '" + directory + "/where'"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");
        fixture.checkout.git("worktree", "remove", "--force", "--force", read("where"));
        fixture.checkout
                .git("for-each-ref", "--format=%(refname)", "refs/yardmaster/" + task)
                .lines()
                .forEach(ref -> fixture.checkout.git("update-ref", "-d", ref));

        // When
        fixture.api.json(post(waiting, "approve", new JsonObject()));

        // Then
        await().atMost(ReviewFixture.PATIENCE)
                .untilAsserted(() -> assertThat(fixture.reviews(task).getLast().getString("problem", ""))
                        .contains("The work is gone"));
        assertThat(fixture.shownTask(task).getString("state")).isEqualTo("review");
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    private String read(String file) {
        return fixture.checkout.at(directory).read(file).strip();
    }

    @Test
    void shouldWithdrawTheReviewOfATaskThatIsCompletedByHand() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");

        // When
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/complete", new JsonObject()));

        // Then
        JsonObject withdrawn = fixture.awaitReview(task, "withdrawn");
        assertThat(withdrawn.containsKey("waitsFor")).isFalse();
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("1");
        assertThat(post(waiting, "approve", new JsonObject()).statusCode()).isEqualTo(409);
    }

    @Test
    void shouldExplainDecisionsThatAreNotPossible() {
        // Given
        String task = fixture.task(fixture.agent("echo one > one"), "Write one");
        JsonObject waiting = fixture.awaitReview(task, "waiting");

        // When
        HttpResponse<String> withoutComment = post(waiting, "reject", new JsonObject());
        HttpResponse<String> nothingToRetry = post(waiting, "retry", new JsonObject());
        HttpResponse<String> noOutput = fixture.api.get("/api/reviews/" + waiting.getString("id") + "/output");
        HttpResponse<String> unknown = fixture.api.get("/api/reviews/" + UUID.randomUUID());
        HttpResponse<String> state = fixture.api.get("/api/reviews?state=open");
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/cancel", new JsonObject()));

        // Then
        assertThat(withoutComment.statusCode()).isEqualTo(400);
        assertThat(withoutComment.body()).contains("say what is wrong");
        assertThat(nothingToRetry.statusCode()).isEqualTo(409);
        assertThat(noOutput.statusCode()).isEqualTo(404);
        assertThat(noOutput.body()).contains("No test has run");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("review_not_found");
        assertThat(state.statusCode()).isEqualTo(400);
        assertThat(state.body()).contains("new, waiting, approved");
    }

    private HttpResponse<String> post(JsonObject review, String action, JsonObject body) {
        return fixture.api.post("/api/reviews/" + review.getString("id") + "/" + action, body);
    }
}
