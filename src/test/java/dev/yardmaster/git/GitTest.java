package dev.yardmaster.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitTest {
    @TempDir
    Path directory;

    private Path home;
    private TestRepository repository;
    private Git git;

    @BeforeEach
    void createRepository() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        repository = TestRepository.create(directory.resolve("repository"));
        git = git(repository.path());
    }

    @Test
    void shouldReturnTheOutputOfACommand() {
        // When
        String branch = git.run("symbolic-ref", "--short", "HEAD");

        // Then
        assertThat(branch).isEqualTo("main");
        assertThat(git.commit("main")).contains(repository.git("rev-parse", "HEAD"));
        assertThat(git.commit("nothing")).isEmpty();
    }

    @Test
    void shouldRunNoHookOfTheRepositoryOrTheUser() throws IOException {
        // Given
        hook(repository.path().resolve(".git/hooks/post-checkout"));
        hook(home.resolve("hooks/reference-transaction"));
        Files.writeString(home.resolve(".gitconfig"), "[core]\n\thooksPath = " + home.resolve("hooks") + "\n");

        // When
        git.run("worktree", "add", "-b", "other", directory.resolve("other").toString());

        // Then
        assertThat(directory.resolve("hooked")).doesNotExist();
        assertThat(directory.resolve("other/README")).exists();
    }

    @Test
    void shouldStartNoProgramThatTheConfigurationNames() throws IOException {
        // Given
        Path program = hook(directory.resolve("program"));
        repository.git("config", "core.fsmonitor", program.toString());
        Files.writeString(
                home.resolve(".gitconfig"),
                "[core]\n\tpager = " + program + "\n\teditor = " + program + "\n[diff]\n\texternal = " + program
                        + "\n");
        repository.write("README", "second\n");

        // When
        git.run("status");
        String difference = git.run("diff");

        // Then
        assertThat(difference).contains("+second");
        assertThat(directory.resolve("hooked")).doesNotExist();
    }

    @Test
    void shouldPassWhatTheUserIgnoresAndTrusts() throws IOException {
        // Given
        Files.writeString(home.resolve("ignored"), "*.log\n");
        Files.writeString(
                home.resolve(".gitconfig"),
                "[core]\n\texcludesFile = ~/ignored\n[safe]\n\tdirectory = /a\n\tdirectory = /b\n[user]\n\tname = somebody\n");
        repository.write("a.log", "ignored");
        repository.write("a.txt", "seen");

        // When
        Git withHome = git(repository.path());

        // Then
        assertThat(withHome.run("status", "--porcelain")).isEqualTo("?? a.txt");
        assertThat(withHome.run("config", "--get-all", "safe.directory")).isEqualTo("/a\n/b");
        assertThat(withHome.find("config", "user.name")).isEmpty();
    }

    @Test
    void shouldLeaveTheIndexAlone() throws IOException {
        // Given
        Path index = repository.path().resolve(".git/index");
        byte[] before = Files.readAllBytes(index);
        Path other = directory.resolve("index");
        repository.write("new", "new");

        // When
        git.run("status");
        git.withIndex(other).run("add", "--all");

        // Then
        assertThat(Files.readAllBytes(index)).isEqualTo(before);
        assertThat(git.withIndex(other).run("ls-files")).isEqualTo("README\nnew");
    }

    @Test
    void shouldAskNobodyForAPassword() {
        // Given
        Git prompting = git.within(Duration.ofSeconds(60));

        // When
        var thrown = assertThatThrownBy(() -> prompting.run("credential", "fill"));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GIT_FAILED));
    }

    @Test
    void shouldEndACommandThatTakesTooLongWithEverythingThatItStarted() throws IOException {
        // Given
        Path pid = directory.resolve("pid");
        Path filter = script(directory.resolve("filter"), "echo $$ > " + pid + "; exec sleep 600");
        repository.git("config", "filter.slow.clean", filter.toString());
        repository.write(".gitattributes", "*.slow filter=slow\n");
        repository.write("a.slow", "a");

        // When
        var thrown = assertThatThrownBy(
                () -> git.within(Duration.ofSeconds(3)).run("hash-object", "--path=a.slow", "a.slow"));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMAND_TIMED_OUT));
        long child = Long.parseLong(Files.readString(pid).strip());
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void shouldSayThatADirectoryIsMissingOrNoRepository() throws IOException {
        // Given
        Path plain = Files.createDirectory(directory.resolve("plain"));

        // When
        var missing = assertThatThrownBy(() -> git(directory.resolve("gone")).run("status"));
        var noRepository = assertThatThrownBy(() -> git(plain).run("status"));

        // Then
        missing.hasMessageContaining("gone does not exist");
        noRepository.hasMessageContaining(plain + " is not a git work tree");
    }

    @Test
    void shouldSayThatARepositoryIsBareOrEmptyOrLocked() throws IOException {
        // Given
        Path bare = directory.resolve("bare");
        repository.git("clone", "--quiet", "--bare", ".", bare.toString());
        TestRepository empty = TestRepository.empty(directory.resolve("empty"));
        Files.createFile(repository.path().resolve(".git/index.lock"));

        // When
        var inBare = assertThatThrownBy(() -> git(bare).run("status"));
        var inEmpty = assertThatThrownBy(() -> git(empty.path()).run("log"));
        var locked = assertThatThrownBy(() -> git.run("add", "--all"));

        // Then
        inBare.hasMessageContaining("bare repository");
        inEmpty.hasMessageContaining("has no commit yet");
        locked.hasMessageContaining("locked by another git process").hasMessageContaining("index.lock");
    }

    @Test
    void shouldReportThatGitIsNotInstalled() {
        // When
        var thrown = assertThatThrownBy(
                () -> Git.in(directory, Map.of("PATH", "/nonexistent")).run("status"));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GIT_UNAVAILABLE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        error: unable to write file x: No space left on device | the disk is full
        fatal: detected dubious ownership in repository at '/r' | belongs to another user
        fatal: Unable to create '/r/.git/index.lock': File exists. | locked by another git process
        git-lfs filter-process: 1: git-lfs: not found | Install git-lfs
        fatal: 'x' is already checked out at '/y' | checked out in another work tree
        error: unable to read sha1 file of x | shallow, partial or damaged
        fatal: not a valid object name: 'x' | does not have this branch or commit
        fatal: something new | git add failed in /r. It reports: something new.
        """)
    void shouldSayInPlainWordsWhatIsWrong(String stderr, String words) {
        // When
        YardmasterException failure = GitFailure.of(Path.of("/r"), "add", stderr);

        // Then
        assertThat(failure.detail()).contains(words).doesNotContain("fatal:");
    }

    private Git git(Path path) {
        return Git.in(path, Map.of("PATH", System.getenv("PATH"), "HOME", home.toString()));
    }

    private Path hook(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return script(file, "touch " + directory.resolve("hooked"));
    }

    private static Path script(Path file, String command) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + command + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
