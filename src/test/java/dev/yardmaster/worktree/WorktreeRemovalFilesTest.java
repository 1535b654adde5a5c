package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left in the repository when the directory of a worktree is removed, and how it comes back. */
class WorktreeRemovalFilesTest {
    @TempDir
    Path directory;

    private WorktreeFixture fixture;
    private String base;

    @BeforeEach
    void createWorktree() {
        fixture = new WorktreeFixture(directory);
        base = fixture.create();
    }

    @Test
    void shouldRemoveTheDirectoryAndBringItBack() {
        // Given
        fixture.worktree.write("committed", "one\n");
        String head = fixture.worktree.commitAll("work");
        fixture.worktree.write("untracked", "two\n");

        // When
        Optional<String> obstacle = remove();

        // Then
        assertThat(obstacle).isEmpty();
        assertThat(fixture.place.path().getParent()).isEmptyDirectory();
        assertThat(fixture.project.git("worktree", "list"))
                .doesNotContain(fixture.place.path().toString());
        assertThat(fixture.project.git("rev-parse", fixture.place.branch())).isEqualTo(head);
        fixture.files.require(fixture.place, Optional.of(base));
        assertThat(fixture.worktree.read("untracked")).isEqualTo("two\n");
        assertThat(fixture.worktree.git("status", "--porcelain")).isEqualTo("?? untracked");
    }

    @Test
    void shouldKeepCommitsThatTheAgentHasAbandoned() {
        // Given
        fixture.worktree.write("abandoned", "work\n");
        String abandoned = fixture.worktree.commitAll("abandoned");
        fixture.worktree.git("reset", "--quiet", "--hard", "HEAD~1");

        // When
        remove();

        // Then
        fixture.project.git("reflog", "expire", "--expire=now", "--all");
        fixture.project.git("gc", "--quiet", "--prune=now");
        assertThat(fixture.project.git("show", abandoned + ":abandoned")).isEqualTo("work");
    }

    @Test
    void shouldKeepADirectoryWithARepositoryOfItsOwn() {
        // Given
        fixture.worktree.write("own/file", "work\n");
        fixture.worktree.git("init", "--quiet", "own");
        fixture.worktree.git("-C", "own", "add", "--all");
        fixture.worktree.git("-C", "own", "commit", "--quiet", "--message=own");

        // When
        Optional<String> obstacle = remove();

        // Then
        assertThat(obstacle)
                .hasValueSatisfying(it -> assertThat(it).contains("a git repository of its own in", "/own"));
        assertThat(fixture.worktree.read("own/file")).isEqualTo("work\n");
    }

    @Test
    void shouldRemoveADirectoryWithAnIgnoredRepository() throws IOException {
        // Given
        fixture.worktree.write(".gitignore", "cache/\n");
        fixture.worktree.write("cache/file", "downloaded\n");
        fixture.worktree.git("init", "--quiet", "cache");

        // When
        Optional<String> obstacle = remove();

        // Then
        assertThat(obstacle).isEmpty();
        assertThat(Files.exists(fixture.place.path())).isFalse();
    }

    @Test
    void shouldKeepADirectoryThatIsNoLongerAWorktree() throws IOException {
        // Given
        fixture.worktree.write("work", "work\n");
        Files.delete(fixture.place.path().resolve(".git"));

        // When
        Optional<String> obstacle = remove();

        // Then
        assertThat(obstacle).hasValueSatisfying(it -> assertThat(it).contains("is no longer a worktree"));
        assertThat(fixture.worktree.read("work")).isEqualTo("work\n");
    }

    @Test
    void shouldKeepADirectoryThatCannotBeRead() {
        // Given
        Optional<String> obstacle;

        // When
        try (var _ = DeepDirectory.create(fixture.place.path().resolve("deep"))) {
            obstacle = remove();
        }

        // Then
        assertThat(obstacle).hasValueSatisfying(it -> assertThat(it).contains("can't be read"));
        assertThat(fixture.worktree.read("README")).isEqualTo("first\n");
    }

    @Test
    void shouldFinishARemovalThatWasInterrupted() throws IOException {
        // Given
        fixture.worktree.write("work", "work\n");
        fixture.checkpoint("end");
        Files.move(
                fixture.place.path(),
                fixture.place.path().resolveSibling(fixture.place.path().getFileName() + ".removing"));

        // When
        Optional<String> obstacle = remove();

        // Then
        assertThat(obstacle).isEmpty();
        assertThat(fixture.place.path().getParent()).isEmptyDirectory();
        fixture.files.require(fixture.place, Optional.of(base));
        assertThat(fixture.worktree.read("work")).isEqualTo("work\n");
    }

    @Test
    void shouldDeleteABranchThatIsMergedOnly() {
        // Given
        fixture.worktree.write("work", "work\n");
        fixture.worktree.commitAll("work");
        fixture.project.git("merge", "--quiet", "--ff-only", fixture.place.branch());

        // When
        remove();

        // Then
        assertThat(fixture.project.git("branch", "--list", fixture.place.branch()))
                .isEmpty();
        fixture.files.require(fixture.place, Optional.of(base));
        assertThat(fixture.worktree.read("work")).isEqualTo("work\n");
    }

    @Test
    void shouldRestoreACheckpointAfterOneOfThePresentFiles() {
        // Given
        fixture.worktree.write("work", "one\n");
        fixture.checkpoint("one");
        fixture.worktree.write("work", "two\n");

        // When
        fixture.files.restore(fixture.place, 1);

        // Then
        assertThat(fixture.worktree.read("work")).isEqualTo("one\n");
        Checkpoint kept = fixture.checkpoints().get(2);
        assertThat(fixture.file(kept, "work")).isEqualTo("two");
        fixture.files.restore(fixture.place, 0);
        assertThat(fixture.worktree.git("status", "--porcelain")).isEmpty();
        assertThatThrownBy(() -> fixture.files.restore(fixture.place, 99)).hasMessageContaining("no checkpoint 99");
    }

    @Test
    void shouldNotOverwriteIgnoredFiles() {
        // Given
        fixture.worktree.write("secret", "of a checkpoint\n");
        fixture.checkpoint("one");
        fixture.worktree.write(".gitignore", "secret\n");
        fixture.worktree.write("secret", "ignored\n");

        // When
        var thrown = assertThatThrownBy(() -> fixture.files.restore(fixture.place, 1));

        // Then
        thrown.hasMessageContaining("secret");
        assertThat(fixture.worktree.read("secret")).isEqualTo("ignored\n");
    }

    @Test
    void shouldReplaceADirectoryByAFileOnlyWithoutIgnoredFiles() {
        // Given
        fixture.worktree.write("a", "a file\n");
        fixture.checkpoint("one");
        fixture.worktree.path().resolve("a").toFile().delete();
        fixture.worktree.write(".gitignore", "*.log\n");
        fixture.worktree.write("a/file", "in a directory\n");
        fixture.worktree.write("a/ignored.log", "ignored\n");

        // When
        var thrown = assertThatThrownBy(() -> fixture.files.restore(fixture.place, 1));
        fixture.worktree.path().resolve("a/ignored.log").toFile().delete();
        fixture.files.restore(fixture.place, 1);

        // Then
        thrown.hasMessageContaining("is ignored by git");
        assertThat(fixture.worktree.read("a")).isEqualTo("a file\n");
    }

    @Test
    void shouldShowWhatHasChangedSinceTheBase() {
        // Given
        fixture.worktree.write("README", "committed\n");
        fixture.worktree.commitAll("work");
        fixture.worktree.write("new", "untracked\n");

        // When
        String present = fixture.files.difference(fixture.place, base);
        remove();
        String removed = fixture.files.difference(fixture.place, base);

        // Then
        assertThat(present).contains("-first", "+committed", "+untracked");
        assertThat(removed).isEqualTo(present);
    }

    @Test
    void shouldSayWhyItCannotShowWhatHasChanged() {
        // When
        var thrown = assertThatThrownBy(() -> fixture.files.difference(fixture.place, "0".repeat(39) + "1"));

        // Then
        thrown.isInstanceOf(YardmasterException.class).hasMessageContaining("lacks some of its objects");
    }

    private Optional<String> remove() {
        return fixture.files.remove(fixture.place, "main");
    }
}
