package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.process.ScratchFiles;
import dev.yardmaster.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorktreeFilesTest {
    @TempDir
    Path directory;

    private WorktreeFixture fixture;

    @BeforeEach
    void createRepository() {
        fixture = new WorktreeFixture(directory);
    }

    @Test
    void shouldMakeAWorktreeAndLeaveTheProjectsCheckoutAlone() {
        // Given
        fixture.project.write("README", "changed by its owner\n");
        fixture.project.write("new", "untracked\n");
        fixture.project.git("add", "new");
        SortedMap<String, String> before = fixture.project.checkout();

        // When
        String base = fixture.create();
        fixture.worktree.write("README", "changed by the agent\n");
        fixture.worktree.commitAll("by the agent");
        fixture.checkpoint("end");

        // Then
        assertThat(fixture.project.checkout()).isEqualTo(before);
        assertThat(base).isEqualTo(fixture.project.git("rev-parse", "main"));
        assertThat(fixture.worktree.git("symbolic-ref", "--short", "HEAD")).isEqualTo(fixture.place.branch());
        assertThat(fixture.worktree.path().resolve("new")).doesNotExist();
    }

    @Test
    void shouldStartFromTheNewestCommitOfTheBaseBranch() {
        // Given
        fixture.project.git("checkout", "--quiet", "-b", "else");
        fixture.project.git("branch", "--force", "main", "HEAD");
        fixture.project.commitAll("of another branch");

        // When
        String base = fixture.create();

        // Then
        assertThat(base).isEqualTo(fixture.project.git("rev-parse", "main"));
    }

    @Test
    void shouldMakeNoWorktreeOfARepositoryWithoutACommit() {
        // Given
        TestRepository empty = TestRepository.empty(directory.resolve("empty"));
        Place place = new Place(fixture.task, empty.path(), fixture.place.path(), fixture.place.branch());

        // When
        Optional<String> base = fixture.files.create(place, "main");

        // Then
        assertThat(base).isEmpty();
        assertThat(fixture.place.path()).doesNotExist();
    }

    @Test
    void shouldSayThatTheBaseBranchIsMissing() {
        // When
        var thrown = assertThatThrownBy(() -> fixture.files.create(fixture.place, "gone"));

        // Then
        thrown.hasMessageContaining("The project's base branch 'gone' does not exist");
    }

    @Test
    void shouldSayThatTheRepositoryIsGoneOrLocked() throws IOException {
        // Given
        Path lock = Files.createDirectories(fixture.project.path().resolve(".git/refs/heads/yardmaster"))
                .resolve(fixture.place.branch().substring("yardmaster/".length()) + ".lock");
        Files.createFile(lock);

        // When
        var locked = assertThatThrownBy(fixture::create);
        Files.delete(lock);
        Files.move(fixture.project.path(), directory.resolve("moved"));
        var gone = assertThatThrownBy(fixture::create);

        // Then
        locked.hasMessageContaining("locked by another git process").hasMessageContaining(".lock");
        gone.hasMessageContaining("project does not exist or can't be reached");
    }

    @Test
    void shouldReplaceWhatAnInterruptedCreationLeft() throws IOException {
        // Given a creation that was killed after git had made the directory, and one that was killed before
        fixture.create();
        fixture.worktree.git("rm", "--quiet", "README");
        fixture.create();
        assertThat(fixture.worktree.read("README")).isEqualTo("first\n");
        ScratchFiles.remove(fixture.place.path());
        Files.createDirectories(fixture.place.path());
        Files.writeString(fixture.place.path().resolve("half"), "written");

        // When
        fixture.create();

        // Then
        assertThat(fixture.worktree.git("status", "--porcelain")).isEmpty();
        assertThat(fixture.worktree.read("README")).isEqualTo("first\n");
    }

    @Test
    void shouldRestoreADirectoryThatSomebodyDeleted() {
        // Given
        String base = fixture.create();
        fixture.worktree.write("README", "committed\n");
        String head = fixture.worktree.commitAll("work");
        fixture.worktree.write("README", "not committed\n");
        fixture.worktree.write("dir/new", "untracked\n");
        fixture.checkpoint("limited");
        ScratchFiles.remove(fixture.place.path());

        // When
        fixture.files.require(fixture.place, Optional.of(base));

        // Then
        assertThat(fixture.worktree.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(fixture.worktree.read("README")).isEqualTo("not committed\n");
        assertThat(fixture.worktree.read("dir/new")).isEqualTo("untracked\n");
        assertThat(fixture.worktree.git("status", "--porcelain"))
                .contains("M README")
                .contains("?? dir/");
    }

    @Test
    void shouldRestoreADirectoryAndABranchThatSomebodyDeleted() {
        // Given
        String base = fixture.create();
        String head = fixture.worktree.commitAll("work");
        fixture.checkpoint("limited");
        fixture.project.git(
                "worktree", "remove", "--force", "--force", fixture.place.path().toString());
        fixture.project.git("branch", "-D", fixture.place.branch());

        // When
        fixture.files.require(fixture.place, Optional.of(base));

        // Then
        assertThat(fixture.worktree.git("rev-parse", "HEAD")).isEqualTo(head);
        assertThat(fixture.project.git("rev-parse", fixture.place.branch())).isEqualTo(head);
    }

    @Test
    void shouldCreateABranchAgainThatWasDeletedWhileItWasCheckedOut() {
        // Given
        String base = fixture.create();
        fixture.worktree.write("work", "work");
        fixture.project.git("update-ref", "-d", "refs/heads/" + fixture.place.branch());

        // When
        fixture.files.require(fixture.place, Optional.of(base));

        // Then
        assertThat(fixture.project.git("rev-parse", fixture.place.branch())).isEqualTo(base);
        assertThat(fixture.worktree.read("work")).isEqualTo("work");
    }

    @Test
    void shouldFindTheRepositoryAgainAfterItWasMoved() throws IOException {
        // Given
        String base = fixture.create();
        fixture.worktree.write("work", "work");
        Path moved = directory.resolve("moved");
        Files.move(fixture.project.path(), moved);

        // When
        fixture.files.require(
                new Place(fixture.task, moved, fixture.place.path(), fixture.place.branch()), Optional.of(base));

        // Then
        assertThat(fixture.worktree.git("status", "--porcelain")).isEqualTo("?? work");
    }

    @Test
    void shouldSayThatADirectoryIsNoLongerAWorktreeAndLeaveItAlone() throws IOException {
        // Given
        String base = fixture.create();
        fixture.worktree.write("work", "work");
        Files.delete(fixture.place.path().resolve(".git"));
        Files.createDirectory(fixture.place.path().resolve(".git"));

        // When
        var thrown = assertThatThrownBy(() -> fixture.files.require(fixture.place, Optional.of(base)));

        // Then
        thrown.hasMessageContaining("is no longer a worktree of");
        assertThat(fixture.worktree.read("work")).isEqualTo("work");
    }

    @Test
    void shouldRefuseABranchThatIsCheckedOutElsewhere() {
        // Given
        String base = fixture.create();
        ScratchFiles.remove(fixture.place.path());
        fixture.project.git("worktree", "unlock", fixture.place.path().toString());
        fixture.project.git("worktree", "prune");
        fixture.project.git("checkout", "--quiet", fixture.place.branch());

        // When
        var thrown = assertThatThrownBy(() -> fixture.files.require(fixture.place, Optional.of(base)));

        // Then
        thrown.hasMessageContaining("checked out in another work tree");
    }
}
