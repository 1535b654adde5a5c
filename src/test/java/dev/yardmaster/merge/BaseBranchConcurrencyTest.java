package dev.yardmaster.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.merge.BaseBranch.Step;
import dev.yardmaster.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step of the base branch while others work in the same repository. */
class BaseBranchConcurrencyTest {
    private MergeFixture fixture;
    private TestRepository project;

    @BeforeEach
    void createRepository(@TempDir Path directory) {
        fixture = new MergeFixture(directory);
        project = fixture.project;
    }

    @Test
    void shouldNoticeThatTheBaseHasMovedMeanwhile() {
        // Given
        project.git("checkout", "--quiet", "-b", "mine");
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        String moved = fixture.commitToBase("two", "2\n");

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Moved());
        assertThat(project.git("rev-parse", "main")).isEqualTo(moved);
    }

    @Test
    void shouldNoticeThatTheCheckedOutBaseHasMovedMeanwhile() {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.write("two", "2\n");
        String moved = project.commitAll("by hand");

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Moved());
        assertThat(project.git("rev-parse", "main")).isEqualTo(moved);
        assertThat(project.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldNotMakeABranchAgainThatWasDeletedMeanwhile() {
        // Given
        project.git("checkout", "--quiet", "--detach");
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.git("branch", "--quiet", "-D", "main");

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Moved());
        assertThat(project.git("for-each-ref", "refs/heads/main")).isEmpty();
    }

    @Test
    void shouldWaitWhileTheBaseIsRebased() {
        // Given
        String from = fixture.base().tip();
        Work work = fixture.work("one", "1\n");
        String to = fixture.squash(work);
        project.git("branch", "feature");
        project.write("README", "main\n");
        project.commitAll("main");
        project.git("checkout", "--quiet", "feature");
        project.write("README", "feature\n");
        project.commitAll("feature");
        project.git("checkout", "--quiet", "main");
        ignoringFailure(() -> project.git("rebase", "--quiet", "feature"));

        // When
        var thrown = assertThatThrownBy(() -> fixture.base().step(from, to));

        // Then
        thrown.hasMessageContaining("is being rebased in " + project.path());
    }

    @Test
    void shouldWaitWhileAnotherGitHoldsTheLock() throws IOException {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        Path lock = Files.createFile(project.path().resolve(".git/index.lock"));

        // When
        Step first = fixture.base().step(from, to);
        Files.delete(lock);
        Step second = fixture.base().step(from, to);

        // Then
        assertThat(first).isInstanceOf(Step.Waiting.class);
        assertThat(second).isEqualTo(new Step.Done());
        assertThat(project.git("status", "--porcelain")).isEmpty();
    }

    private static void ignoringFailure(Runnable action) {
        try {
            action.run();
        } catch (AssertionError _) {
            // The conflict is wanted.
        }
    }
}
