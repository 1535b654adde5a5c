package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Much work at once, some of it red and some of it conflicting, while a person commits to the base branch. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(600)
class ManyMergesHttpTest {
    private static final int TASKS = 40;

    /** By the last digit of its task, an agent writes a bad file, changes the same line as others, or writes a file of its own. */
    private static final String WORK = """
            case "$YARDMASTER_TASK" in
            *[0-3]) echo bad > "bad-$YARDMASTER_TASK" ;;
            *[4-7]) %1$scommit -qa --allow-empty -m start
                %1$smerge -q main >/dev/null 2>&1 || { git checkout -q --theirs README; git add README; %1$scommit -q --no-edit; }
                echo "$YARDMASTER_TASK" > README ;;
            *) echo good > "good-$YARDMASTER_TASK" ;;
            esac""".formatted(ReviewFixture.GIT);

    @TempDir
    Path directory;

    private ReviewFixture fixture;

    @AfterEach
    void disableAgents() {
        fixture.disableAgents();
    }

    @Test
    void shouldKeepTheBaseGreenAndMergeNothingTwice() {
        // Given
        fixture = new ReviewFixture(
                directory, new JsonObject().put("merge", "auto").put("testCommand", "! ls bad-* >/dev/null 2>&1"));
        fixture.checkout.git("checkout", "--quiet", "-b", "mine");
        String agent = fixture.agent(WORK, new JsonObject().put("maxConcurrentTasks", 4));

        // When
        List<String> tasks = IntStream.range(0, TASKS)
                .mapToObj(number -> fixture.task(agent, "Task " + number))
                .toList();
        tasks.forEach(this::awaitEnd);

        // Then
        List<String> merged = tasks.stream()
                .filter(it -> fixture.shownTask(it).getString("state").equals("done"))
                .toList();
        List<String> failed = tasks.stream().filter(it -> !merged.contains(it)).toList();
        assertThat(tasks.stream().filter(ManyMergesHttpTest::isBad)).allMatch(failed::contains);
        assertThat(tasks.stream().filter(ManyMergesHttpTest::isGood)).allMatch(merged::contains);
        List<String> trailers = trailers();
        assertThat(trailers).hasSameElementsAs(merged).doesNotHaveDuplicates();
        for (String commit : fixture.checkout.git("rev-list", "main").lines().toList()) {
            assertThat(fixture.checkout.git("ls-tree", "--name-only", commit)).doesNotContain("bad-");
        }
        assertThat(fixture.checkout.git("rev-list", "--merges", "main")).isEmpty();
        assertThat(fixture.checkout.git("symbolic-ref", "--short", "HEAD")).isEqualTo("mine");
        assertThat(fixture.checkout.git("status", "--porcelain")).isEmpty();
    }

    private static boolean isBad(String task) {
        return task.matches(".*[0-3]");
    }

    private static boolean isGood(String task) {
        return task.matches(".*[89a-f]");
    }

    private List<String> trailers() {
        return fixture.checkout
                .git("log", "--format=%(trailers:key=Yardmaster-Task,valueonly,separator=%x2C)", "main")
                .lines()
                .filter(it -> !it.isBlank())
                .toList();
    }

    private void awaitEnd(String task) {
        await().atMost(Duration.ofMinutes(8))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .until(() -> List.of("done", "failed")
                        .contains(fixture.shownTask(task).getString("state")));
    }
}
