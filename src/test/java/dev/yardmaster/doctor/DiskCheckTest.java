package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskCheckTest {
    private static final Path HOME = Path.of("/home");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"100, FAILED", "500, WARNING", "5000, OK"})
    void shouldRateTheFreeSpace(long mebibytes, State state) {
        // When
        Finding finding = DiskCheck.space(HOME, mebibytes << 20);

        // Then
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.detail()).isEqualTo("The disk of /home has " + mebibytes + " MiB of free space.");
        assertThat(finding.fix().isPresent()).isEqualTo(state != State.OK);
    }

    @ParameterizedTest
    @CsvSource({"10, FAILED", "5000, WARNING", "500000, OK"})
    void shouldRateTheFreeInodes(long free, State state) {
        // Given
        String table = """
                Filesystem      Inodes  IUsed   IFree IUse%% Mounted on
                overlay        6553600 322221 %d    5%% /
                """.formatted(free);

        // When
        var finding = DiskCheck.inodes(HOME, table);

        // Then
        assertThat(finding).hasValueSatisfying(it -> {
            assertThat(it.state()).isEqualTo(state);
            assertThat(it.detail()).isEqualTo("The disk of /home has " + free + " free inodes.");
            assertThat(it.fix().isPresent()).isEqualTo(state != State.OK);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Filesystem Inodes\nbtrfs 0 0 0 - /", "btrfs - - - - /", "df: error"})
    void shouldNotRateInodesThatAFileSystemDoesNotCount(String table) {
        // When
        var finding = DiskCheck.inodes(HOME, table);

        // Then
        assertThat(finding).isEmpty();
    }

    @Test
    void shouldAskTheDiskOfAHomeThatDoesNotExistYet() throws IOException {
        // Given
        var programs = new FakePrograms(directory).with("df", "printf 'Filesystem\\nx 100000 1 99999 1%% /\\n'");

        // When
        var findings = new DiskCheck(directory.resolve("a/b"), new Programs(programs.environment())).run();

        // Then
        assertThat(findings).extracting(Finding::check).containsExactly("disk", "inodes");
        assertThat(findings.getLast().detail()).isEqualTo("The disk of " + directory + " has 99999 free inodes.");
    }

    @Test
    void shouldRateOnlyTheSpaceWithoutTheProgramForInodes() throws IOException {
        // When
        var findings = new DiskCheck(directory, new Programs(new FakePrograms(directory).only())).run();

        // Then
        assertThat(findings).extracting(Finding::check).containsExactly("disk");
    }
}
