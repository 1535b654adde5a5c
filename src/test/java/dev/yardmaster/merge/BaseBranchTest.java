package dev.yardmaster.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.merge.BaseBranch.Step;
import dev.yardmaster.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the base branch steps to merged work, and what becomes of the checkouts of people. */
class BaseBranchTest {
    @TempDir
    Path directory;

    private MergeFixture fixture;
    private TestRepository project;

    @BeforeEach
    void createRepository() {
        fixture = new MergeFixture(directory);
        project = fixture.project;
    }

    @Test
    void shouldGiveACleanCheckoutTheMergedFiles() {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(project.git("rev-parse", "HEAD")).isEqualTo(to);
        assertThat(project.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
        assertThat(project.read("one")).isEqualTo("1\n");
        assertThat(project.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldLeaveADirtyCheckoutAloneAndWait() {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.write("README", "a thought\n");
        SortedMap<String, String> before = project.checkout();

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.Waiting.class,
                        it -> assertThat(it.reason())
                                .contains(
                                        "is checked out in " + project.path(),
                                        "not committed",
                                        "then the work is merged"));
        assertThat(project.checkout()).isEqualTo(before);
        assertThat(project.git("rev-parse", "main")).isEqualTo(from);
        assertThat(project.git("status", "--porcelain")).isEqualTo("M README");
    }

    @Test
    void shouldOverwriteNeitherUntrackedNorIgnoredFiles() {
        // Given
        project.write(".gitignore", "ignored\n");
        project.commitAll("ignore");
        String from = fixture.base().tip();
        String untracked = fixture.squash(fixture.work("notes", "merged\n"));
        project.git("branch", "forced");
        TestRepository forced = project.at(directory.resolve("forced"));
        project.git("worktree", "add", "--quiet", forced.path().toString(), "forced");
        forced.write("ignored", "merged\n");
        forced.git("add", "--force", "ignored");
        String ignored = forced.commitAll("forced");
        project.write("notes", "my own\n");
        project.write("ignored", "my own\n");

        // When
        Step first = fixture.base().step(from, untracked);
        Step second = fixture.base().step(from, ignored);

        // Then
        assertThat(first).isInstanceOf(Step.Waiting.class);
        assertThat(second).isInstanceOf(Step.Waiting.class);
        assertThat(project.read("notes")).isEqualTo("my own\n");
        assertThat(project.read("ignored")).isEqualTo("my own\n");
        assertThat(project.git("rev-parse", "main")).isEqualTo(from);
        assertThat(project.git("status", "--porcelain")).isEqualTo("?? notes");
    }

    @Test
    void shouldLeaveACheckoutOfAnotherBranchAlone() {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.git("checkout", "--quiet", "-b", "mine");
        project.write("README", "a thought\n");
        SortedMap<String, String> before = project.checkout();

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(project.checkout()).isEqualTo(before);
        assertThat(project.git("rev-parse", "main")).isEqualTo(to);
    }

    @Test
    void shouldGiveTheFilesToTheOnlyWorktreeWithTheBaseBranch() {
        // Given
        project.git("checkout", "--quiet", "-b", "mine");
        TestRepository second = project.at(directory.resolve("second"));
        project.git("worktree", "add", "--quiet", second.path().toString(), "main");
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(second.read("one")).isEqualTo("1\n");
        assertThat(second.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldWorkInARepositoryWithoutAMainCheckout() {
        // Given
        Path bare = directory.resolve("bare.git");
        project.git("clone", "--quiet", "--bare", project.path().toString(), bare.toString());
        Work work = fixture.work("one", "1\n");
        project.at(bare).git("fetch", "--quiet", project.path().toString(), "task-" + work.task() + ":task");
        var here = new Work(
                work.review(),
                work.task(),
                bare,
                "main",
                work.commit(),
                work.author(),
                work.title(),
                work.result(),
                Optional.empty());
        var base = new BaseBranch(bare, "main", MergeFixture.LIMIT);
        String from = base.tip();
        String tree = ((Combination.Clean) MergeFixture.merging(here).combine(from)).tree();
        String to = MergeFixture.merging(here).squash(from, tree, Optional.empty());

        // When
        Step step = base.step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(project.at(bare).git("show", "main:one")).isEqualTo("1");
    }

    @Test
    void shouldCompleteAStepThatWasInterruptedBeforeTheBranchMoved() {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.git("read-tree", "-m", "-u", from, to);
        assertThat(project.git("status", "--porcelain")).isEqualTo("A  one");

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(project.git("rev-parse", "main")).isEqualTo(to);
        assertThat(project.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldRunNoHook() throws IOException {
        // Given
        for (String hook : new String[] {"post-merge", "reference-transaction", "post-checkout", "pre-merge-commit"}) {
            Path file = project.path().resolve(".git/hooks").resolve(hook);
            Files.writeString(
                    file, "#!/bin/sh\ntouch '" + directory.resolve("ran") + "'\nread answer </dev/tty\nexit 1\n");
            file.toFile().setExecutable(true);
        }
        String from = fixture.base().tip();
        project.git("config", "core.hooksPath", "/dev/null");
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.git("config", "--unset", "core.hooksPath");

        // When
        Step step = fixture.base().step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(directory.resolve("ran")).doesNotExist();
    }

    @Test
    void shouldMakeALocalBranchOfOneThatOnlyOriginHas() {
        // Given
        Path clone = directory.resolve("clone");
        project.git("clone", "--quiet", project.path().toString(), clone.toString());
        TestRepository mine = project.at(clone);
        mine.git("checkout", "--quiet", "-b", "mine");
        mine.git("branch", "--quiet", "-D", "main");
        var base = new BaseBranch(clone, "main", MergeFixture.LIMIT);
        String from = base.tip();
        mine.write("one", "1\n");
        String to = mine.commitAll("one");

        // When
        Step step = base.step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(mine.git("rev-parse", "main")).isEqualTo(to);
    }

    @Test
    void shouldFindTheCheckoutOfABranchThatIsAnotherNameOfTheBase() {
        // Given
        String from = fixture.base().tip();
        String to = fixture.squash(fixture.work("one", "1\n"));
        project.git("symbolic-ref", "refs/heads/trunk", "refs/heads/main");
        var trunk = new BaseBranch(project.path(), "trunk", MergeFixture.LIMIT);

        // When
        Step step = trunk.step(from, to);

        // Then
        assertThat(step).isEqualTo(new Step.Done());
        assertThat(project.git("rev-parse", "main")).isEqualTo(to);
        assertThat(project.git("status", "--porcelain")).isEmpty();
    }

    @Test
    void shouldSayThatTheBaseBranchIsGone() {
        // Given
        var base = new BaseBranch(project.path(), "trunk", MergeFixture.LIMIT);

        // When
        var thrown = assertThatThrownBy(base::tip);

        // Then
        thrown.hasMessageContaining("The base branch 'trunk' does not exist in " + project.path());
    }
}
