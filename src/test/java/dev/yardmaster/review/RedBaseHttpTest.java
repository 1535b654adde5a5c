package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How work waits whose test fails because the base branch is red itself. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(300)
class RedBaseHttpTest {
    @TempDir
    Path directory;

    private ReviewFixture fixture;
    private String task;
    private JsonObject waiting;

    @BeforeEach
    void finishWorkOnARedBase() {
        fixture = new ReviewFixture(
                directory,
                new JsonObject()
                        .put("merge", "auto")
                        .put(
                                "testCommand",
                                "echo run >> '" + directory.resolve("runs") + "'; [ ! -e broken ] || exit 7"));
        fixture.checkout.write("broken", "by a person\n");
        fixture.checkout.commitAll("broken");
        task = fixture.task(fixture.agent("echo one > one"), "Write one");
        await().atMost(ReviewFixture.PATIENCE)
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .until(() -> !fixture.reviews(task).isEmpty()
                        && !fixture.reviews(task).getLast().getString("state").equals("new")
                        && (fixture.reviews(task).getLast().containsKey("problem")
                                || fixture.reviews(task).getLast().containsKey("endedAt")));
        waiting = fixture.reviews(task).getLast();
    }

    @AfterEach
    void disableAgents() {
        fixture.disableAgents();
    }

    @Test
    void shouldNotBlameTheWorkAndMergeItWhenTheBaseIsGreenAgain() throws IOException {
        // Given
        long runs = runs();
        String fixing = fixture.agent("git rm -q broken");

        // When
        fixture.api.awaitTask(fixture.task(fixing, "Mend the base"), "done");
        retry();
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(waiting.getString("state")).isEqualTo("approved");
        assertThat(waiting.getString("problem")).contains("The base branch main is red", "without this work", "retry");
        assertThat(runs).isEqualTo(2);
        assertThat(fixture.reviews(task)).hasSize(1);
        assertThat(fixture.shownTask(task).getInteger("returns", 0)).isZero();
        assertThat(fixture.checkout.git("ls-tree", "--name-only", "main")).isEqualTo("README\none");
    }

    @Test
    void shouldTestBothAgainWhenAPersonWantsIt() throws IOException {
        // Given
        long before = runs();

        // When
        retry();

        // Then
        await().atMost(ReviewFixture.PATIENCE).until(() -> runs() == before + 2);
        await().atMost(ReviewFixture.PATIENCE)
                .until(() -> fixture.reviews(task).getLast().getString("state").equals("approved"));
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
        assertThat(fixture.awaitReview(task, "withdrawn").getString("id")).isEqualTo(waiting.getString("id"));
    }

    private long runs() throws IOException {
        return Files.readString(directory.resolve("runs")).lines().count();
    }

    /** Nothing is left to retry if the service has begun by itself. */
    private void retry() {
        fixture.api.post("/api/reviews/" + waiting.getString("id") + "/retry", new JsonObject());
    }
}
