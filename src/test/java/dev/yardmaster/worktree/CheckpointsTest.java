package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.process.ScratchFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path directory;

    private WorktreeFixture fixture;

    @BeforeEach
    void createWorktree() {
        fixture = new WorktreeFixture(directory);
        fixture.create();
    }

    @Test
    void shouldKeepWhatIsCommittedStagedChangedAndUntracked() {
        // Given
        fixture.worktree.write(".gitignore", "*.log\n");
        String head = fixture.worktree.commitAll("work");
        fixture.worktree.write("staged", "staged\n");
        fixture.worktree.git("add", "staged");
        fixture.worktree.write("staged", "changed later\n");
        fixture.worktree.write("README", "changed\n");
        fixture.worktree.write("a.log", "ignored\n");
        fixture.worktree.write("dir/emoji \uD83D\uDE80", "untracked\n");

        // When
        Checkpoints.Result result = fixture.checkpoint("The provider is limited.\nUntil noon.");

        // Then
        Checkpoint made = result.checkpoint();
        assertThat(result.problem()).isEmpty();
        assertThat(made.number()).isEqualTo(1);
        assertThat(made.head()).contains(head);
        assertThat(made.session()).contains(fixture.session);
        assertThat(made.reason()).isEqualTo("The provider is limited. Until noon.");
        assertThat(fixture.file(made, "README")).isEqualTo("changed");
        assertThat(fixture.file(made, "staged")).isEqualTo("changed later");
        assertThat(fixture.file(made, "dir/emoji \uD83D\uDE80")).isEqualTo("untracked");
        assertThat(fixture.names(made)).doesNotContain("a.log");
        assertThat(fixture.project.git("show", made.commit() + "^2:staged")).isEqualTo("staged");
        assertThat(fixture.project.git("rev-parse", made.commit() + "^1")).isEqualTo(head);
    }

    @Test
    void shouldLeaveTheIndexAndHeadOfTheAgentAlone() throws IOException {
        // Given
        fixture.worktree.write("staged", "staged\n");
        fixture.worktree.git("add", "staged");
        fixture.worktree.write("other", "other\n");
        Path gitDirectory = Path.of(fixture.worktree.git("rev-parse", "--absolute-git-dir"));
        byte[] index = Files.readAllBytes(gitDirectory.resolve("index"));
        String log = fixture.worktree.git("log", "--walk-reflogs", "--format=%H", "HEAD");

        // When
        fixture.checkpoint("end");

        // Then
        assertThat(Files.readAllBytes(gitDirectory.resolve("index"))).isEqualTo(index);
        assertThat(fixture.worktree.git("log", "--walk-reflogs", "--format=%H", "HEAD"))
                .isEqualTo(log);
        assertThat(fixture.worktree.git("status", "--porcelain")).isEqualTo("A  staged\n?? other");
        assertThat(directory.resolve("home/scratch")).isEmptyDirectory();
    }

    @Test
    void shouldMakeNoCheckpointIfNothingHasChanged() {
        // When
        int untouched = fixture.checkpoint("end").checkpoint().number();
        fixture.worktree.write("new", "new\n");
        int changed = fixture.checkpoint("end").checkpoint().number();
        int again = fixture.checkpoint("end").checkpoint().number();
        fixture.worktree.commitAll("the same files");
        int committed = fixture.checkpoint("end").checkpoint().number();

        // Then
        assertThat(Arrays.asList(untouched, changed, again, committed)).containsExactly(0, 1, 1, 2);
        assertThat(fixture.checkpoints().list()).extracting(Checkpoint::number).containsExactly(0, 1, 2);
    }

    @Test
    void shouldKeepFilesThatAreMarkedAsUnchanged() {
        // Given
        fixture.worktree.git("update-index", "--assume-unchanged", "README");
        fixture.worktree.write("README", "changed in secret\n");

        // When
        Checkpoint made = fixture.checkpoint("end").checkpoint();

        // Then
        assertThat(fixture.file(made, "README")).isEqualTo("changed in secret");
    }

    @Test
    void shouldKeepAChangeOfTheSameSizeInTheSameInstant() throws IOException {
        // Given
        Path file = fixture.worktree.path().resolve("racy");
        fixture.worktree.write("racy", "one");
        fixture.worktree.git("add", "racy");
        var time = Files.getLastModifiedTime(file);
        fixture.worktree.write("racy", "two");
        Files.setLastModifiedTime(file, time);
        Path index = Path.of(fixture.worktree.git("rev-parse", "--absolute-git-dir"), "index");
        Files.setLastModifiedTime(index, time);

        // When
        Checkpoint made = fixture.checkpoint("end").checkpoint();

        // Then
        assertThat(fixture.file(made, "racy")).isEqualTo("two");
    }

    @Test
    void shouldKeepTheOtherFilesIfOneCannotBeRead() throws IOException {
        // Given
        fixture.worktree.git("init", "--quiet", "own");
        fixture.worktree.write("own/file", "in a repository without a commit\n");
        fixture.worktree.write("zz", "kept\n");

        // When
        Checkpoints.Result result = fixture.checkpoint("end");

        // Then
        assertThat(fixture.file(result.checkpoint(), "zz")).isEqualTo("kept");
        assertThat(result.problem()).hasValueSatisfying(it -> assertThat(it).contains("own/"));
    }

    @Test
    void shouldSayThatACheckpointLacksARepositoryInTheWorktree() {
        // Given
        fixture.worktree.git("init", "--quiet", "own");
        fixture.worktree.at(fixture.place.path().resolve("own")).write("file", "work\n");
        fixture.worktree.at(fixture.place.path().resolve("own")).commitAll("mine");

        // When
        Checkpoints.Result first = fixture.checkpoint("end");
        fixture.worktree.commitAll("a commit that has no more of it");
        Checkpoints.Result second = fixture.checkpoint("end");

        // Then
        assertThat(first.problem()).hasValueSatisfying(it -> assertThat(it).contains("repository of its own", "/own"));
        assertThat(second.problem()).isEqualTo(first.problem());
    }

    @Test
    void shouldKeepASubmoduleThatIsNotCheckedOut() {
        // Given
        String commit = fixture.project.git("rev-parse", "main");
        fixture.worktree.git("update-index", "--add", "--cacheinfo", "160000," + commit + ",sub");
        fixture.worktree.git("commit", "--quiet", "--message=submodule");
        fixture.worktree.path().resolve("sub").toFile().mkdir();

        // When
        Checkpoints.Result result = fixture.checkpoint("end");

        // Then
        assertThat(result.problem()).isEmpty();
        assertThat(fixture.project.git("ls-tree", result.checkpoint().commit(), "sub"))
                .contains("160000 commit " + commit);
    }

    @Test
    void shouldSayThatADirectoryCannotBeRead() {
        // Given one whose path is too long
        fixture.worktree.write("zz", "kept\n");
        Checkpoints.Result result;

        // When
        try (var _ = DeepDirectory.create(fixture.place.path().resolve("deep"))) {
            result = fixture.checkpoint("end");
        }

        // Then
        assertThat(result.problem()).hasValueSatisfying(it -> assertThat(it).contains("can't be read"));
        assertThat(fixture.file(result.checkpoint(), "zz")).isEqualTo("kept");
    }

    @Test
    void shouldKeepWhatAMergeConflictLeft() {
        // Given
        fixture.worktree.git("checkout", "--quiet", "-b", "side");
        fixture.worktree.write("README", "side\n");
        fixture.worktree.commitAll("side");
        fixture.worktree.git("checkout", "--quiet", fixture.place.branch());
        fixture.worktree.write("README", "ours\n");
        fixture.worktree.commitAll("ours");
        try {
            fixture.worktree.git("merge", "side");
        } catch (AssertionError _) {
            // The conflict.
        }

        // When
        Checkpoint made = fixture.checkpoint("end").checkpoint();

        // Then
        assertThat(fixture.file(made, "README")).contains("<<<<<<<", "ours", "side");
    }

    @Test
    void shouldSurviveTheCollectionOfGarbage() {
        // Given
        fixture.worktree.write("new", "new\n");
        Checkpoint made = fixture.checkpoint("end").checkpoint();

        // When
        fixture.project.git("reflog", "expire", "--expire=now", "--all");
        fixture.project.git("gc", "--quiet", "--prune=now");

        // Then
        assertThat(fixture.file(made, "new")).isEqualTo("new");
    }

    @Test
    void shouldMakeACheckpointWithoutABranch() {
        // Given
        fixture.worktree.git("checkout", "--quiet", "--orphan", "fresh");
        fixture.worktree.write("new", "new\n");

        // When
        Checkpoint made = fixture.checkpoint("end").checkpoint();

        // Then
        assertThat(made.head()).isEmpty();
        assertThat(fixture.file(made, "new")).isEqualTo("new");
    }

    @Test
    void shouldMakeNoCheckpointOfTheProjectsOwnCheckout() {
        // Given
        fixture.project.write("new", "new\n");
        Place own = new Place(fixture.task, fixture.project.path(), fixture.project.path(), fixture.place.branch());

        // When
        var thrown = assertThatThrownBy(() -> fixture.files.checkpoint(own, Optional.empty(), "end"));

        // Then
        thrown.hasMessageContaining("is no longer a worktree of");
        assertThat(fixture.checkpoints().list()).hasSize(1);
    }

    @Test
    void shouldMakeNoCheckpointOfADirectoryThatIsGone() {
        // Given
        ScratchFiles.remove(fixture.place.path());

        // When
        var result = fixture.files.checkpoint(fixture.place, Optional.empty(), "end");

        // Then
        assertThat(result).isEmpty();
    }

    @Test
    void shouldMakeTheFilesThoseOfACheckpoint() {
        // Given
        fixture.worktree.write("removed", "one\n");
        fixture.worktree.write("README", "one\n");
        Checkpoint one = fixture.checkpoint("one").checkpoint();
        fixture.worktree.write("added", "two\n");
        fixture.worktree.write("README", "two\n");
        fixture.worktree.path().resolve("removed").toFile().delete();
        fixture.checkpoint("two");

        // When
        fixture.files.checkout(fixture.place).restoreFiles(one.commit(), directory.resolve("home/scratch"));

        // Then
        assertThat(fixture.worktree.read("README")).isEqualTo("one\n");
        assertThat(fixture.worktree.read("removed")).isEqualTo("one\n");
        assertThat(fixture.worktree.path().resolve("added")).doesNotExist();
        assertThat(fixture.checkpoint("again").checkpoint().number()).isEqualTo(3);
    }
}
