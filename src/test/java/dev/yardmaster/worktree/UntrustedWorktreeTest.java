package dev.yardmaster.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent that can only write files in its worktree can make the service do. */
class UntrustedWorktreeTest {
    @TempDir
    Path directory;

    private WorktreeFixture fixture;
    private Path ran;

    @BeforeEach
    void createWorktree() {
        fixture = new WorktreeFixture(directory);
        ran = directory.resolve("ran");
    }

    @Test
    void shouldRunNoProgramOfARepositoryThatAnAgentHasWritten() throws IOException {
        // Given
        fixture.create();
        repositoryOfTheAgent(".x");
        fixture.worktree.write(".x/objects/info/alternates", fixture.project.path() + "/.git/objects\n");
        fixture.worktree.write(
                ".x/refs/yardmaster/" + fixture.task + "/0", fixture.project.git("rev-parse", "main") + "\n");
        fixture.worktree.write(".gitattributes", "* filter=x\n");
        fixture.worktree.write(".git", "gitdir: ./.x\n");

        // When
        var thrown = assertThatThrownBy(() -> fixture.checkpoint("end"));

        // Then
        thrown.hasMessageContaining("is no longer a worktree of");
        assertThat(ran).doesNotExist();
        assertThat(Files.readString(fixture.place.path().resolve(".git"))).isEqualTo("gitdir: ./.x\n");
        assertThat(fixture.checkpoints().list()).hasSize(1);
    }

    @Test
    void shouldFollowNoLinkToARepositoryOfTheAgent() throws IOException {
        // Given
        fixture.create();
        repositoryOfTheAgent(".x");
        fixture.worktree.write("link", "gitdir: ./.x\n");
        Files.delete(fixture.place.path().resolve(".git"));
        Files.createSymbolicLink(fixture.place.path().resolve(".git"), Path.of("link"));

        // When
        var thrown = assertThatThrownBy(() -> fixture.checkpoint("end"));

        // Then
        thrown.hasMessageContaining("is no longer a worktree of");
    }

    @Test
    void shouldRunNoProgramOfARepositoryInTheDirectoryOfASubmodule() {
        // Given a project with submodules, also one whose parent directory the agent makes a repository
        String commit = fixture.project.git("rev-parse", "main");
        fixture.project.git("update-index", "--add", "--cacheinfo", "160000," + commit + ",one");
        fixture.project.git("update-index", "--add", "--cacheinfo", "160000," + commit + ",two/three");
        fixture.project.git("commit", "--quiet", "--message=submodules");
        fixture.create();
        fixture.worktree.write("two/.git/HEAD", "ref: refs/heads/main\n");
        submoduleOfTheAgent("one", commit);
        submoduleOfTheAgent("two/three", commit);

        // When
        fixture.checkpoint("end");

        // Then
        assertThat(ran).doesNotExist();
    }

    @Test
    void shouldLinkAWorktreeAgainForTheNextSession() {
        // Given
        String base = fixture.create();
        repositoryOfTheAgent(".x");
        fixture.worktree.write(".git", "gitdir: ./.x\n");

        // When
        fixture.files.require(fixture.place, Optional.of(base));

        // Then
        assertThat(fixture.place.path().resolve(".x/gitdir")).doesNotExist();
        assertThat(fixture.checkpoint("end").checkpoint().number()).isEqualTo(1);
    }

    /** One in which git compares a file with its index, as it does to see whether the submodule has changed. */
    private void submoduleOfTheAgent(String name, String commit) {
        fixture.worktree.git("init", "--quiet", name);
        fixture.worktree.write(name + "/.git/objects/info/alternates", fixture.project.path() + "/.git/objects\n");
        fixture.worktree.git("-C", name, "update-ref", "--no-deref", "HEAD", commit);
        String file = fixture.project.git("rev-parse", commit + ":README");
        fixture.worktree.git("-C", name, "update-index", "--add", "--cacheinfo", "100644," + file + ",README");
        fixture.worktree.write(name + "/.gitattributes", "* filter=x\n");
        fixture.worktree.write(name + "/README", "other\n");
        configure(name + "/.git");
    }

    private void repositoryOfTheAgent(String name) {
        fixture.worktree.write(name + "/HEAD", "ref: refs/heads/main\n");
        fixture.worktree.write(name + "/refs/heads/empty", "");
        configure(name);
    }

    private void configure(String gitDirectory) {
        fixture.worktree.write(gitDirectory + "/config", """
                [core]
                \trepositoryformatversion = 0
                [filter "x"]
                \tclean = touch %s && cat
                """.formatted(ran));
    }
}
