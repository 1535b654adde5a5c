package dev.yardmaster.session.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpoolTest {
    private static final UUID SESSION = UUID.randomUUID();

    @TempDir
    Path directory;

    private final SpoolFilePool pool = new SpoolFilePool();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<FileSpool> removed = new ArrayList<>();

    @Test
    void shouldKeepEventsWithTheirRawLines() throws IOException {
        // Given
        FileSpool spool = spool();

        // When
        spool.write(SliceFixture.of(1, new String[] {"{}", "{}"}, "a", "b"), 0);
        spool.write(SliceFixture.of(3, new String[] {"{\"x\":1}"}, "c"), 0);

        // Then
        List<LogSlice> kept = kept();
        assertThat(kept).extracting(LogSlice::firstSeq).containsExactly(1L, 3L);
        assertThat(kept).extracting(LogSlice::lastSeq).containsExactly(2L, 3L);
        assertThat(SliceFixture.raw(kept.getFirst())).containsExactly("a", "b");
        assertThat(SliceFixture.frames(kept.getLast())).containsExactly("id: 3\nevent: test\ndata: {\"x\":1}\n\n");
    }

    @Test
    void shouldIgnoreTheRecordsOfAnEarlierSession() throws IOException {
        // Given
        var earlier = new FileSpool(directory, UUID.randomUUID(), pool, failures::add, removed::add);
        earlier.write(event(1, 1_000), 0);
        earlier.write(event(2, 1_000), 0);
        earlier.remove();
        FileSpool spool = spool();

        // When
        spool.write(event(1, 10), 0);

        // Then
        assertThat(kept())
                .extracting(LogSlice::size)
                .containsExactly(event(1, 10).size());
        assertThat(failures).isEmpty();
    }

    /** A process that is killed leaves each write that it has done, but possibly not the mark of the last record. */
    @Test
    void shouldIgnoreARecordThatWasInterrupted() throws IOException {
        // Given
        FileSpool spool = spool();
        spool.write(event(1, 10), 0);
        byte[] before = Files.readAllBytes(files().getFirst());
        spool.write(event(2, 10), 0);
        byte[] after = Files.readAllBytes(files().getFirst());
        int mark = Arrays.mismatch(before, after);

        // When
        System.arraycopy(before, mark, after, mark, 1);
        Files.write(files().getFirst(), after);

        // Then
        assertThat(kept()).extracting(LogSlice::lastSeq).containsExactly(1L);
    }

    @Test
    void shouldKeepAnEventThatIsLargerThanAFile() throws IOException {
        // Given
        FileSpool spool = spool();
        spool.write(event(1, 10), 0);
        LogSlice giant = event(2, 5 * FileSpool.FULL);

        // When
        spool.write(giant, 0);
        spool.write(event(3, 10), 2);

        // Then
        assertThat(kept()).extracting(LogSlice::lastSeq).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(kept()).extracting(LogSlice::size).contains(giant.size());
    }

    @Test
    void shouldNotGrowWhileEventsAreStored() throws IOException {
        // Given
        FileSpool spool = spool();

        // When
        for (int seq = 1; seq <= 500; seq++) {
            spool.write(event(seq, 50_000), Math.max(0, seq - 10));
        }

        // Then
        long size = 0;
        for (Path file : files()) {
            size += Files.size(file);
        }
        assertThat(size).isLessThan(5 * FileSpool.FULL);
        assertThat(new SpooledLog(kept(), true).after(490))
                .extracting(LogSlice::lastSeq)
                .last()
                .isEqualTo(500L);
        assertThat(new SpooledLog(kept(), true).isCompleteAfter(490)).isTrue();
    }

    @Test
    void shouldKeepAllEventsThatAreNotStored() throws IOException {
        // Given
        FileSpool spool = spool();

        // When
        for (int seq = 1; seq <= 100; seq++) {
            spool.write(event(seq, 50_000), 0);
        }

        // Then
        assertThat(new SpooledLog(kept(), true)
                        .after(0).stream()
                                .mapToLong(slice -> slice.lastSeq() - slice.firstSeq() + 1)
                                .sum())
                .isEqualTo(100);
    }

    @Test
    void shouldKnowWhichEventsSurviveACrashOfTheMachine() throws IOException {
        // Given
        FileSpool spool = spool();
        spool.write(event(1, 10), 0);
        spool.write(event(2, 10), 0);
        List<LogSlice> before = SpoolFile.readForced(files().getFirst());
        spool.force();

        // When
        spool.write(event(3, 10), 0);

        // Then
        assertThat(before).isEmpty();
        assertThat(SpoolFile.readForced(files().getFirst()))
                .extracting(LogSlice::lastSeq)
                .containsExactly(1L, 2L);
        assertThat(kept()).extracting(LogSlice::lastSeq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldGiveAccessToTheOwnerOnly() throws IOException {
        // Given
        FileSpool spool = spool();

        // When
        spool.write(event(1, 10), 0);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldRemoveItsFiles() throws IOException {
        // Given
        FileSpool spool = spool();
        spool.write(event(1, 10), 0);

        // When
        spool.remove();

        // Then
        assertThat(kept()).isEmpty();
        assertThat(failures).isEmpty();
        assertThat(removed).containsExactly(spool);
    }

    @Test
    void shouldReportAFailureAndWorkAgainWhenTheMissingEventsAreStored() throws IOException {
        // Given
        Path absent = directory.resolve("absent");
        var spool = new FileSpool(absent, SESSION, pool, failures::add, removed::add);
        spool.write(event(1, 10), 0);
        Files.createDirectory(absent);

        // When
        spool.write(event(2, 10), 0);
        boolean whileMissing = Files.exists(FileSpool.paths(absent, SESSION).getFirst());
        spool.write(event(3, 10), 2);

        // Then
        assertThat(failures).hasSize(1);
        assertThat(whileMissing).isFalse();
        assertThat(SpoolFile.read(FileSpool.paths(absent, SESSION).getFirst()))
                .extracting(LogSlice::firstSeq)
                .containsExactly(3L);
    }

    private FileSpool spool() {
        return new FileSpool(directory, SESSION, pool, failures::add, removed::add);
    }

    private List<Path> files() {
        return FileSpool.paths(directory, SESSION).stream()
                .filter(Files::exists)
                .toList();
    }

    private List<LogSlice> kept() throws IOException {
        List<LogSlice> kept = new ArrayList<>();
        for (Path file : files()) {
            kept.addAll(SpoolFile.read(file));
        }
        return kept;
    }

    private static LogSlice event(long seq, int bytes) {
        return SliceFixture.of(seq, new String[] {"\"" + "x".repeat(bytes) + "\""}, "raw");
    }
}
