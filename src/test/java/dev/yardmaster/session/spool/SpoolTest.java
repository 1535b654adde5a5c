package dev.yardmaster.session.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final UUID SESSION = UUID.randomUUID();
    private static final LogSlice EVENT = SliceFixture.of(1, new String[] {"{}"}, "a");

    @TempDir
    Path home;

    private Path directory;
    private Spool spool;

    @BeforeEach
    void prepare() {
        directory = home.resolve("spool");
        spool = new Spool(directory, "this boot");
        spool.reset();
    }

    @Test
    void shouldReadTheEventsOfAKilledService() {
        // Given
        spool.of(SESSION).write(EVENT, 0);

        // When
        SpooledLog found = new Spool(directory, "this boot").read(SESSION);

        // Then
        assertThat(found.after(0)).extracting(LogSlice::lastSeq).containsExactly(1L);
        assertThat(found.isCompleteAfter(0)).isTrue();
    }

    @Test
    void shouldBeCompleteForASessionWithoutEvents() {
        // When
        SpooledLog found = spool.read(SESSION);

        // Then
        assertThat(found.after(0)).isEmpty();
        assertThat(found.isCompleteAfter(0)).isTrue();
    }

    @Test
    void shouldReadOnlyForcedEventsAfterACrashOfTheMachine() {
        // Given
        SessionSpool session = spool.of(SESSION);
        session.write(EVENT, 0);
        spool.force();
        session.write(SliceFixture.of(2, new String[] {"{}"}, "b"), 0);

        // When
        SpooledLog found = new Spool(directory, "another boot").read(SESSION);

        // Then
        assertThat(found.after(0)).extracting(LogSlice::lastSeq).containsExactly(1L);
        assertThat(found.isCompleteAfter(0)).isFalse();
    }

    @Test
    void shouldIgnoreEventsThatWereNotForcedWhereTheBootIsUnknown() {
        // Given
        var unknown = new Spool(directory, "");
        unknown.reset();
        unknown.of(SESSION).write(EVENT, 0);

        // When
        SpooledLog found = unknown.read(SESSION);

        // Then
        assertThat(found).isEqualTo(SpooledLog.NONE);
    }

    @Test
    void shouldBeIncompleteAfterAFailure() throws IOException {
        // Given
        spool.of(SESSION).write(EVENT, 0);
        UUID other = UUID.randomUUID();
        Files.createDirectories(directory.resolve(other + ".a").resolve("in the way"));

        // When
        spool.of(other).write(EVENT, 0);

        // Then
        SpooledLog found = spool.read(SESSION);
        assertThat(found.after(0)).hasSize(1);
        assertThat(found.isCompleteAfter(0)).isFalse();
    }

    @Test
    void shouldRemoveTheFilesOfEarlierRuns() throws IOException {
        // Given
        spool.of(SESSION).write(EVENT, 0);

        // When
        spool.reset();

        // Then
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).map(Path::getFileName).map(Path::toString).containsExactlyInAnyOrder("boot", "complete");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldNotBeCompleteBeforeItsFirstUse() {
        // When
        SpooledLog found = new Spool(home.resolve("new"), "this boot").read(SESSION);

        // Then
        assertThat(found).isEqualTo(new SpooledLog(List.of(), false));
    }
}
