package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitCheckTest {
    private static final String UPDATE = "Install git 2.34 or newer.";

    @TempDir
    private Path directory;

    private FakePrograms programs;

    @BeforeEach
    void createPrograms() {
        programs = new FakePrograms(directory);
    }

    @Test
    void shouldFindGit() {
        // Given
        programs.with("git", "echo 'git version 2.39.5 (Apple Git-154)'");

        // When
        var finding = run();

        // Then
        assertThat(finding).isEqualTo(Finding.ok("git", "git 2.39.5 is installed."));
    }

    @Test
    void shouldRefuseAnOldGit() {
        // Given
        programs.with("git", "echo git version 2.9.12");

        // When
        var finding = run();

        // Then
        assertThat(finding).isEqualTo(Finding.failed("git", "git 2.9.12 is too old.", UPDATE));
    }

    @Test
    void shouldMissGit() {
        // When
        var finding = run();

        // Then
        assertThat(finding)
                .isEqualTo(Finding.failed("git", "git is not on the PATH, so no project can be added.", UPDATE));
    }

    @Test
    void shouldReportAGitThatFails() {
        // Given
        programs.with("git", "echo no library >&2; exit 127");

        // When
        var finding = run();

        // Then
        assertThat(finding).isEqualTo(Finding.failed("git", "git does not print its version: no library", UPDATE));
    }

    private Finding run() {
        return new GitCheck(new Programs(programs.only())).run().getFirst();
    }
}
