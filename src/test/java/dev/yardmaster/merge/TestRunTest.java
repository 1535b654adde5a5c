package dev.yardmaster.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a test command runs on exactly one commit. */
class TestRunTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private MergeFixture fixture;
    private String commit;

    @BeforeEach
    void createRepository() {
        fixture = new MergeFixture(directory);
        commit = fixture.squash(fixture.work("one", "1\n"));
    }

    @Test
    void shouldRunOnTheFilesOfTheCommitAndLeaveNothingBehind() {
        // Given
        String command = "git rev-parse HEAD; cat one; echo bad >&2; touch left; exit 3";

        // When
        TestResult result = run(command, LONG);

        // Then
        assertThat(result.exitCode()).contains(3);
        assertThat(result.green()).isFalse();
        // The lines of both outputs arrive in any order.
        assertThat(result.output().lines()).containsExactlyInAnyOrder(commit, "1", "bad");
        assertThat(directory.resolve("home/reviews/one")).doesNotExist();
        assertThat(fixture.project.git("worktree", "list").lines()).hasSize(1);
        assertThat(fixture.project.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldStopACommandThatHangsWithItsChildren() throws IOException {
        // Given
        Path pid = directory.resolve("pid");
        String command = "(trap '' TERM; exec setsid sleep 600) & echo $! > '" + pid + "'; echo begun; sleep 600";

        // When
        TestResult result = run(command, Duration.ofSeconds(3));

        // Then
        assertThat(result.timedOut()).isTrue();
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.output()).startsWith("begun");
        long child = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(directory.resolve("home/reviews/one")).doesNotExist();
    }

    @Test
    void shouldKeepTheBeginningAndTheEndOfALongOutput() {
        // Given
        String command =
                "echo first; i=0; while [ $i -lt 60 ]; do head -c 100000 /dev/zero | tr '\\0' x; echo; i=$((i+1)); done;"
                        + " seq 1 200000; printf '\\033[31mred\\000\\033[0m last\\n'";

        // When
        TestResult result = run(command, LONG);

        // Then
        assertThat(result.green()).isTrue();
        assertThat(result.output())
                .startsWith("first\n")
                .contains("characters are left out")
                .endsWith("200000\nred last\n")
                .hasSizeLessThan(400_000)
                .doesNotContain("\0");
    }

    @Test
    void shouldStopWhenNobodyWantsTheResult() {
        // Given
        TestRun test = fixture.test();

        // When
        TestResult result = test.run(commit, "sleep 600", LONG, () -> false);

        // Then
        assertThat(result.exitCode()).isEmpty();
        assertThat(result.timedOut()).isFalse();
    }

    @Test
    void shouldLeaveNothingRunningIfNobodyCanSayWhetherItIsWanted() throws IOException {
        // Given
        Path pid = directory.resolve("pid");
        TestRun test = fixture.test();
        BooleanSupplier wanted = () -> {
            if (Files.exists(pid)) {
                throw new IllegalStateException("no database");
            }
            return true;
        };

        // When
        var thrown = assertThatThrownBy(() -> test.run(
                commit, "echo $$ > '" + pid + ".new'; mv '" + pid + ".new' '" + pid + "'; sleep 600", LONG, wanted));

        // Then
        thrown.hasMessage("no database");
        long child = Long.parseLong(Files.readString(pid).strip());
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(directory.resolve("home/reviews/one")).doesNotExist();
    }

    @Test
    void shouldForgetAWorktreeThatTheCommandHasLockedOrDeleted() {
        // Given
        String command = "git worktree lock .; cd /; rm -rf \"$OLDPWD\"";

        // When
        TestResult first = run(command, LONG);
        TestResult second = run("ls", LONG);

        // Then
        assertThat(first.green()).isTrue();
        assertThat(second.output()).isEqualTo("README\none\n");
        assertThat(fixture.project.git("worktree", "list").lines()).hasSize(1);
    }

    @Test
    void shouldHaveNoInputToWaitFor() {
        // Given
        String command = "read answer; echo \"read $?\"";

        // When
        TestResult result = run(command, LONG);

        // Then
        assertThat(result.output()).isEqualTo("read 1\n");
    }

    @Test
    void shouldReplaceTheLeftoversOfAnInterruptedTest() throws IOException {
        // Given
        Path left = directory.resolve("home/reviews/one");
        Files.createDirectories(left.getParent());
        fixture.project.git("worktree", "add", "--quiet", "--detach", left.toString(), "main");
        Files.writeString(left.resolve("old"), "old");

        // When
        TestResult result = run("ls", LONG);

        // Then
        assertThat(result.output()).isEqualTo("README\none\n");
    }

    private TestResult run(String command, Duration limit) {
        return fixture.test().run(commit, command, limit, () -> true);
    }
}
