package dev.yardmaster.session.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.Segment;
import dev.yardmaster.session.frame.SliceFixture;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpooledLogTest {
    @Test
    void shouldReturnTheEventsThatAreNotStored() {
        // Given
        var log = new SpooledLog(List.of(slice(4, 2), slice(1, 3)), true);

        // When
        List<LogSlice> found = log.after(2);

        // Then
        assertThat(found).singleElement().satisfies(slice -> {
            assertThat(slice.firstSeq()).isEqualTo(3);
            assertThat(slice.lastSeq()).isEqualTo(5);
            assertThat(SliceFixture.frames(slice))
                    .extracting(frame -> frame.substring(0, frame.indexOf('\n')))
                    .containsExactly("id: 3", "id: 4", "id: 5");
            assertThat(SliceFixture.raw(slice)).containsExactly("raw3", "raw4", "raw5");
        });
        assertThat(log.isCompleteAfter(2)).isTrue();
    }

    @Test
    void shouldReturnNothingIfAllEventsAreStored() {
        // Given
        var log = new SpooledLog(List.of(slice(1, 3)), true);

        // When
        List<LogSlice> found = log.after(7);

        // Then
        assertThat(found).isEmpty();
        assertThat(log.isCompleteAfter(7)).isTrue();
    }

    @Test
    void shouldBeIncompleteIfAnEventIsMissing() {
        // Given
        var log = new SpooledLog(List.of(slice(1, 3), slice(5, 1)), true);

        // When
        List<LogSlice> found = log.after(0);

        // Then
        assertThat(found).extracting(LogSlice::lastSeq).containsExactly(3L);
        assertThat(log.isCompleteAfter(0)).isFalse();
        assertThat(log.lastSeq()).isEqualTo(5);
    }

    @Test
    void shouldReturnSlicesOfTheSizeOfAChunk() {
        // Given
        List<LogSlice> many = LongStream.rangeClosed(1, 200)
                .mapToObj(seq -> SliceFixture.of(seq, new String[] {"\"" + "x".repeat(10_000) + "\""}, "raw"))
                .toList();

        // When
        List<LogSlice> found = new SpooledLog(many, true).after(0);

        // Then
        assertThat(found)
                .hasSizeBetween(4, 6)
                .allSatisfy(slice -> assertThat(slice.size()).isLessThanOrEqualTo(Segment.FULL_CHUNK));
        assertThat(found.getLast().lastSeq()).isEqualTo(200);
    }

    private static LogSlice slice(long firstSeq, int events) {
        return SliceFixture.of(
                firstSeq,
                LongStream.range(0, events).mapToObj(_ -> "{}").toArray(String[]::new),
                LongStream.range(0, events)
                        .mapToObj(i -> "raw" + (firstSeq + i))
                        .toArray(String[]::new));
    }
}
