package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the service merges finished work by itself, and what it does with work that does not fit or whose test fails. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(300)
class MergeQueueHttpTest {
    @TempDir
    Path directory;

    @Inject
    Pool pool;

    private ReviewFixture fixture;

    @AfterEach
    void disableAgents() {
        fixture.disableAgents();
    }

    @Test
    void shouldMergeGreenWorkIntoTheCleanCheckout() {
        // Given
        create("grep -q one one && echo tested && git rev-parse HEAD");
        String agent = fixture.agent("echo one > one");

        // When
        String task = fixture.task(agent, "Write \"one\" – 🚂");
        fixture.api.awaitTask(task, "done");

        // Then
        JsonObject review = fixture.awaitReview(task, "merged");
        String commit = fixture.checkout.git("rev-parse", "main");
        assertThat(review.getString("commit")).isEqualTo(commit);
        assertThat(review.getString("author")).isEqualTo(agent);
        assertThat(review.getInteger("files")).isEqualTo(1);
        assertThat(review.getInteger("insertions")).isEqualTo(1);
        assertThat(review.containsKey("waitsFor")).isFalse();
        JsonObject test = review.getJsonObject("test");
        assertThat(test.getInteger("exitCode")).isZero();
        assertThat(test.getString("commit")).isEqualTo(commit);
        assertThat(fixture.output(review.getString("id"))).isEqualTo("tested\n" + commit + "\n");
        assertThat(fixture.api
                        .get("/api/reviews/" + review.getString("id") + "/diff")
                        .body())
                .contains("+++ b/one", "+one");
        assertThat(fixture.checkout.read("one")).isEqualTo("one\n");
        assertThat(fixture.checkout.git("status", "--porcelain")).isEmpty();
        assertThat(fixture.checkout.git("log", "-1", "--format=%an: %s")).isEqualTo(agent + ": Write \"one\" – 🚂");
        assertThat(fixture.shownTask(task).getString("reason")).isEqualTo("Merged into main as " + commit + ".");
    }

    @Test
    void shouldFinishATaskWithoutChangesAtOnce() {
        // Given
        create("false");
        String agent = fixture.agent("true");
        String before = fixture.checkout.git("rev-parse", "main");

        // When
        String task = fixture.task(agent, "Look at it");
        fixture.api.awaitTask(task, "done");

        // Then
        JsonObject review = fixture.awaitReview(task, "unchanged");
        assertThat(review.containsKey("test")).isFalse();
        assertThat(fixture.checkout.git("rev-parse", "main")).isEqualTo(before);
    }

    @Test
    void shouldSendRedWorkBackWithTheOutput() {
        // Given
        create("[ ! -e one ] || { cat one; grep -q good one; }");
        String agent = fixture.agent(twice("echo bad > one", "echo good > one; pwd > where"));

        // When
        String task = fixture.task(agent, "Write one");
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.reviews(task))
                .extracting(it -> it.getString("state"))
                .containsExactly("rejected", "merged");
        JsonObject rejected = fixture.reviews(task).getFirst();
        assertThat(rejected.getString("decidedBy")).isEqualTo("the service");
        assertThat(rejected.getString("reason")).isEqualTo("The test of the merged work failed with exit code 1.");
        assertThat(fixture.output(rejected.getString("id"))).isEqualTo("bad\n");
        JsonObject shown = fixture.shownTask(task);
        assertThat(shown.getString("handOffNote"))
                .contains("exit code 1", "`[ ! -e one ] || { cat one; grep -q good one; }`", "bad", "git merge main");
        assertThat(shown.getInteger("attempts")).isEqualTo(2);
        assertThat(fixture.checkout.read("one")).isEqualTo("good\n");
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void shouldSendConflictingWorkBackWithTheFiles() {
        // Given
        create("true");
        Path gate = directory.resolve("gate");
        String agent = fixture.agent(twice(
                "echo mine > README; until [ -e '" + gate + "' ]; do sleep 0.1; done",
                ReviewFixture.GIT + "commit -qam mine; " + ReviewFixture.GIT + "merge -q main || { echo both > README; "
                        + ReviewFixture.GIT + "commit -qam merged; }"));

        // When
        String task = fixture.task(agent, "Change the README");
        fixture.api.awaitSession(task);
        await().atMost(ReviewFixture.PATIENCE)
                .until(() -> fixture.checkout
                        .git("for-each-ref", "refs/heads/yardmaster")
                        .contains("change-the-readme"));
        fixture.checkout.write("README", "theirs\n");
        fixture.checkout.commitAll("by hand");
        createFile(gate);
        fixture.api.awaitTask(task, "done");

        // Then
        JsonObject rejected = fixture.reviews(task).getFirst();
        assertThat(rejected.getString("reason")).isEqualTo("The work conflicts with the branch main in README.");
        assertThat(fixture.shownTask(task).getString("handOffNote"))
                .contains("CONFLICT (content): Merge conflict in README", "git merge main");
        assertThat(fixture.checkout.read("README")).isEqualTo("both\n");
        assertThat(fixture.checkout.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldGiveUpWorkThatStaysRed() {
        // Given
        create("[ ! -e one ] || { echo still broken; exit 7; }");
        String agent = fixture.agent("echo bad >> one");

        // When
        String task = fixture.task(agent, "Write one");
        JsonObject failed = fixture.api.awaitTask(task, "failed");

        // Then
        assertThat(failed.getString("reason")).contains("sent the work back 3 times", "exit code 7");
        assertThat(fixture.reviews(task))
                .hasSize(4)
                .allMatch(it -> it.getString("state").equals("rejected"));
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("1");
        fixture.change(new JsonObject().put("testCommand", "true"));
        fixture.api.json(fixture.api.post(
                "/api/reviews/" + fixture.reviews(task).getLast().getString("id") + "/retry", new JsonObject()));
        fixture.api.awaitTask(task, "done");
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("2");
    }

    @Test
    void shouldWaitForADirtyCheckoutAndLeaveItAlone() {
        // Given
        create("true");
        fixture.checkout.write("README", "a thought\n");
        SortedMap<String, String> before = fixture.checkout.checkout();
        String agent = fixture.agent("echo one > one");

        // When
        String task = fixture.task(agent, "Write one");
        await().atMost(ReviewFixture.PATIENCE)
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .until(() -> fixture.reviews(task).stream().anyMatch(it -> it.containsKey("problem")));

        // Then
        JsonObject review = fixture.reviews(task).getLast();
        assertThat(review.getString("state")).isEqualTo("approved");
        assertThat(review.getString("problem")).contains("has changes that are not committed");
        assertThat(review.getString("waitsFor")).isEqualTo(review.getString("problem"));
        assertThat(fixture.shownTask(task).getString("state")).isEqualTo("review");
        assertThat(fixture.checkout.checkout()).isEqualTo(before);
        fixture.checkout.git("checkout", "--quiet", "README");
        fixture.api.json(fixture.api.post("/api/reviews/" + review.getString("id") + "/retry", new JsonObject()));
        fixture.api.awaitTask(task, "done");
        assertThat(fixture.checkout.read("one")).isEqualTo("one\n");
    }

    @Test
    void shouldStopTheTestOfATaskThatIsCancelled() throws IOException {
        // Given
        Path pid = directory.resolve("pid");
        create("echo $$ > '" + pid + "'; sleep 600");
        String agent = fixture.agent("echo one > one");
        String task = fixture.task(agent, "Write one");
        await().atMost(ReviewFixture.PATIENCE).until(() -> Files.exists(pid) && Files.size(pid) > 0);

        // When
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/cancel", new JsonObject()));

        // Then
        fixture.awaitReview(task, "withdrawn");
        long test = Long.parseLong(Files.readString(pid).strip());
        await().atMost(ReviewFixture.PATIENCE)
                .until(() ->
                        ProcessHandle.of(test).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("1");
    }

    @Test
    void shouldStopATestThatTakesTooLong() {
        // Given
        create("[ ! -e one ] || { echo begun; sleep 600; }");
        fixture.change(new JsonObject().put("testTimeout", "PT3S"));
        String agent = fixture.agent("echo one >> one");

        // When
        String task = fixture.task(agent, "Write one");
        fixture.api.awaitTask(task, "failed");

        // Then
        JsonObject last = fixture.review(fixture.reviews(task).getLast().getString("id"));
        assertThat(last.getString("reason")).contains("did not end within 3 seconds");
        assertThat(last.getJsonObject("test").getBoolean("timedOut")).isTrue();
        assertThat(last.getJsonObject("test").getString("tail")).isEqualTo("begun\n");
    }

    @Test
    void shouldNotMergeAgainWhatACrashHasMerged() {
        // Given
        create("true");
        String agent = fixture.agent("echo one > one");
        String task = fixture.task(agent, "Write one");
        fixture.api.awaitTask(task, "done");
        String review = fixture.awaitReview(task, "merged").getString("id");
        String commit = fixture.checkout.git("rev-parse", "main");

        // When
        asAfterACrash(task, review);
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.awaitReview(task, "merged").getString("commit")).isEqualTo(commit);
        assertThat(fixture.checkout.git("rev-parse", "main")).isEqualTo(commit);
    }

    @Test
    void shouldMergeTheLaterWorkOfATaskThatIsReopened() {
        // Given
        create("true");
        String task = fixture.task(fixture.agent(twice("echo first > one", "echo second > one")), "Write one");
        fixture.api.awaitTask(task, "done");
        fixture.checkout.write("two", "2\n");
        fixture.checkout.commitAll("by hand");

        // When
        fixture.api.json(fixture.api.post("/api/tasks/" + task + "/reopen", new JsonObject()));
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.reviews(task))
                .extracting(it -> it.getString("state"))
                .containsExactly("merged", "merged");
        assertThat(fixture.checkout.read("one")).isEqualTo("second\n");
        assertThat(fixture.checkout.read("two")).isEqualTo("2\n");
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("4");
    }

    @Test
    void shouldMergeWithoutATestCommandAndUseTheCommitsOfTheAgent() {
        // Given
        fixture = new ReviewFixture(directory, new JsonObject().put("merge", "auto"));
        String agent = fixture.agent("echo one > one; git add one; " + ReviewFixture.GIT
                + "commit -qm one; echo two > two; git add two; echo three > three");

        // When
        String task = fixture.task(agent, "Write all");
        fixture.api.awaitTask(task, "done");

        // Then
        assertThat(fixture.awaitReview(task, "merged").getInteger("files")).isEqualTo(3);
        assertThat(fixture.checkout.git("ls-tree", "--name-only", "main")).isEqualTo("README\none\nthree\ntwo");
        assertThat(fixture.checkout.git("rev-list", "--count", "main")).isEqualTo("2");
    }

    private void create(String testCommand) {
        fixture = new ReviewFixture(
                directory, new JsonObject().put("merge", "auto").put("testCommand", testCommand));
    }

    private String twice(String first, String later) {
        return Fakes.times(1, directory, first, later);
    }

    /** What the database has if the service is killed between the step of the base branch and the next transaction. */
    private void asAfterACrash(String task, String review) {
        pool.withTransaction(transaction -> transaction
                        .preparedQuery("UPDATE task SET state = 'review', reason = NULL WHERE id = $1")
                        .execute(Tuple.of(UUID.fromString(task)))
                        .chain(() -> transaction
                                .preparedQuery("UPDATE review SET state = 'merging', ended_at = NULL WHERE id = $1")
                                .execute(Tuple.of(UUID.fromString(review)))))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private static void createFile(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
