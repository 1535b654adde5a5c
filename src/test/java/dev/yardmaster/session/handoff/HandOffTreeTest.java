package dev.yardmaster.session.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses real work trees and the installed git. */
@Timeout(60)
class HandOffTreeTest {
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path work;

    @BeforeEach
    void makeTree() throws IOException, InterruptedException {
        work = Files.createDirectory(directory.resolve("work"));
        git("init", "-q", "-b", "fix-parser");
    }

    @Test
    void shouldReadTheBranchTheCommitsAndTheChanges() throws IOException, InterruptedException {
        // Given
        Files.writeString(work.resolve("old.c"), "one\n");
        commit("Add \"old\" — first");
        Files.writeString(work.resolve("old.c"), "two\nthree\n");
        Files.writeString(work.resolve("größer und neu.c"), "");

        // When
        HandOffTree tree = HandOffTree.read(work, LONG_AGO).orElseThrow();

        // Then
        assertThat(tree.branch()).isEqualTo("fix-parser");
        assertThat(tree.commits()).singleElement().asString().matches("[0-9a-f]{7,} Add \"old\" — first");
        assertThat(tree.changed()).containsExactlyInAnyOrder(" M old.c", "?? \"größer und neu.c\"");
        assertThat(tree.summary()).isEqualTo("1 file changed, 2 insertions(+), 1 deletion(-)");
    }

    @Test
    void shouldLeaveOutCommitsFromBeforeTheSession() throws IOException, InterruptedException {
        // Given
        commit("An old one");

        // When
        HandOffTree tree =
                HandOffTree.read(work, Instant.now().plus(Duration.ofDays(1))).orElseThrow();

        // Then
        assertThat(tree).isEqualTo(new HandOffTree("fix-parser", List.of(), List.of(), ""));
    }

    @Test
    void shouldReadATreeWithoutCommits() throws IOException {
        // Given
        Files.writeString(work.resolve("new.c"), "");

        // When
        HandOffTree tree = HandOffTree.read(work, LONG_AGO).orElseThrow();

        // Then
        assertThat(tree).isEqualTo(new HandOffTree("No commits yet on fix-parser", List.of(), List.of("?? new.c"), ""));
    }

    @Test
    void shouldIgnoreAWorkTreeInAParentDirectory() throws IOException {
        // Given
        Path inside = Files.createDirectory(work.resolve("inside"));

        // When
        Optional<HandOffTree> tree = HandOffTree.read(inside, LONG_AGO);

        // Then
        assertThat(tree).isEmpty();
    }

    @Test
    void shouldFindNothingWhereTheDirectoryIsGone() {
        // When
        Optional<HandOffTree> tree = HandOffTree.read(directory.resolve("gone"), LONG_AGO);

        // Then
        assertThat(tree).isEmpty();
    }

    @Test
    void shouldNotRunProgramsThatTheWorkTreeConfigures() throws IOException, InterruptedException {
        // Given
        Path trace = directory.resolve("trace");
        Path hook = Files.writeString(directory.resolve("hook"), "#!/bin/sh\ntouch '" + trace + "'\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        Files.writeString(work.resolve("old.c"), "one\n");
        Files.writeString(work.resolve("new.c"), "one\n");
        commit("First");
        Files.writeString(work.resolve("old.c"), "two\n");
        Files.writeString(work.resolve("new.c"), "two\n");
        git("config", "core.fsmonitor", hook.toString());
        git("config", "diff.external", hook.toString());
        git("config", "core.pager", hook.toString());
        git("config", "filter.a=b.clean", hook.toString());
        git("config", "filter.c.process", hook.toString());
        git("config", "filter.c.required", "true");
        Files.writeString(work.resolve(".git/info/attributes"), "old.c filter=a=b\nnew.c filter=c\n");

        // When
        Optional<HandOffTree> tree = HandOffTree.read(work, LONG_AGO);

        // Then
        assertThat(tree.orElseThrow().changed()).containsExactly(" M new.c", " M old.c");
        assertThat(tree.orElseThrow().summary()).startsWith("2 files changed");
        assertThat(trace).doesNotExist();
    }

    private void commit(String subject) throws IOException, InterruptedException {
        git("add", "--all");
        git("-c", "user.name=T", "-c", "user.email=t@example.invalid", "commit", "-q", "--allow-empty", "-m", subject);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("git.log").toFile())
                .start();
        assertThat(git.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue())
                .as(Files.readString(directory.resolve("git.log")))
                .isZero();
    }
}
