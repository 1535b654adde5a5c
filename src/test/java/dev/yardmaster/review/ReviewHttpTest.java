package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;

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
