package dev.yardmaster.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitWorkTreeTest {
    @TempDir
    Path directory;

    @Test
    void shouldUseTheBranchOfARepositoryWithoutACommit() {
        // Given
        Git.run(directory, "init", "--quiet", "--initial-branch=fresh");

        // When
        String branch = tree(directory).baseBranch(Optional.empty());

        // Then
        assertThat(branch).isEqualTo("fresh");
    }

    @Test
    void shouldRequireABranchIfNoneIsCheckedOut() {
        // Given
        Git.init(directory, "main");
        Git.run(directory, "checkout", "--quiet", "--detach");

        // When
        var thrown = assertThatThrownBy(() -> tree(directory).baseBranch(Optional.empty()));

        // Then
        thrown.isInstanceOf(YardmasterException.class).hasMessageContaining("no branch checked out");
        assertThat(tree(directory).baseBranch(Optional.of("main"))).isEqualTo("main");
    }

    @Test
    void shouldAcceptALinkedWorkTree() {
        // Given
        Path repository = directory.resolve("repository");
        Path beside = directory.resolve("beside");
        Git.run(directory, "init", "--quiet", repository.toString());
        Git.run(repository, "commit", "--quiet", "--allow-empty", "--message=first");
        Git.run(repository, "worktree", "add", "--quiet", "-b", "other", beside.toString());

        // When
        String branch = tree(beside).baseBranch(Optional.empty());

        // Then
        assertThat(branch).isEqualTo("other");
    }

    @Test
    void shouldRefuseADirectoryInsideAWorkTreeAndNameTheWorkTree() throws IOException {
        // Given
        Git.init(directory, "main");
        Path part = Files.createDirectory(directory.resolve("src"));

        // When
        var thrown = assertThatThrownBy(() -> tree(part).baseBranch(Optional.empty()));

        // Then
        thrown.hasMessageContaining("a directory inside the git work tree " + directory.toRealPath());
    }

    @Test
    void shouldRefuseABareRepository() {
        // Given
        Git.run(directory, "init", "--quiet", "--bare");

        // When
        var thrown = assertThatThrownBy(() -> tree(directory).baseBranch(Optional.empty()));

        // Then
        thrown.hasMessageContaining("is not a git work tree").hasMessageContaining("must be run in a work tree");
    }

    @Test
    void shouldExplainHowToTrustTheRepositoryOfAnotherUser() throws IOException {
        // Given
        Git.init(directory, "main");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        for (Path file : new Path[] {directory, directory.resolve(".git")}) {
            Files.setAttribute(file, "unix:uid", 12345);
        }

        // When
        var thrown = assertThatThrownBy(() -> tree(directory).baseBranch(Optional.empty()));

        // Then
        thrown.hasMessageContaining("belongs to another user")
                .hasMessageContaining("git config --global --add safe.directory " + directory);
    }

    @Test
    void shouldExplainThatTheServiceMayNotReadTheDirectory() throws IOException {
        // Given
        Path git = Files.writeString(
                directory.resolve("git"),
                "#!/bin/sh\necho \"fatal: cannot change to '$2': Permission denied\" >&2; exit 128\n");
        assertThat(git.toFile().setExecutable(true)).isTrue();

        // When
        var thrown = assertThatThrownBy(() -> new GitWorkTree(
                        directory, Map.of("PATH", directory + ":" + System.getenv("PATH")))
                .baseBranch(Optional.empty()));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_PATH));
        thrown.hasMessageContaining("'path' is " + directory + ", which the service's user may not read. Give");
    }

    @Test
    void shouldReportThatGitIsNotInstalled() {
        // When
        var thrown = assertThatThrownBy(
                () -> new GitWorkTree(directory, Map.of("PATH", "/nonexistent")).baseBranch(Optional.empty()));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GIT_UNAVAILABLE));
    }

    private GitWorkTree tree(Path path) {
        return new GitWorkTree(path, Map.of("PATH", System.getenv("PATH"), "HOME", directory.toString()));
    }
}
