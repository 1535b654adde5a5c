package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
    private static final int FRAMES = 40;

    @Test
    void shouldHideUnpublishedEvents() {
        // Given
        var segment = new Segment(5, 16);
        add(segment, "a\n\n", "raw");

        // When
        long before = segment.lastSeq();
        segment.publish();

        // Then
        assertThat(before).isEqualTo(4);
        assertThat(segment.lastSeq()).isEqualTo(5);
    }

    @Test
    void shouldReportWhetherAPublishShowsNewEvents() {
        // Given
        var segment = new Segment(1, 16);
        add(segment, "a\n\n", "");

        // When
        List<Boolean> published = List.of(segment.publish(), segment.publish());

        // Then
        assertThat(published).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 7, 50, 100_000})
    void shouldSliceAtEveryCursorWithinTheBound(int maxBytes) {
        // Given
        Segment segment = filled();

        for (int after = 99; after < 99 + FRAMES; after++) {
            // When
            LogSlice slice = segment.slice(after, maxBytes);

            // Then
            int count = (int) (slice.lastSeq() - slice.firstSeq() + 1);
            assertThat(slice.firstSeq()).isEqualTo(after + 1);
            assertThat(SliceFixture.frames(slice)).isEqualTo(expected(after + 1, count));
            assertThat(SliceFixture.raw(slice)).hasSize(count).first().isEqualTo("raw" + (after + 1));
            assertThat(slice.frames().length())
                    .satisfiesAnyOf(
                            length -> assertThat(length).isLessThanOrEqualTo(maxBytes),
                            _ -> assertThat(count).isOne());
            assertThat(slice.lastSeq() == segment.lastSeq()
                            || slice.frames().length()
                                            + frame(slice.lastSeq() + 1).length()
                                    > maxBytes)
                    .as("as much as fits")
                    .isTrue();
        }
    }

    @Test
    void shouldReturnAGiantFrameWhole() {
        // Given
        var segment = new Segment(1, 16);
        String giant = "g".repeat(3 * Segment.FULL) + "\n\n";
        add(segment, "a\n\n", "");
        add(segment, giant, "");
        segment.publish();

        // When
        LogSlice slice = segment.slice(1, 1024);

        // Then
        assertThat(SliceFixture.frames(slice)).containsExactly(giant);
        assertThat(segment.isFull()).isTrue();
    }

    @Test
    void shouldKeepASliceThatWasHandedOutWhenItGrows() {
        // Given
        var segment = new Segment(1, 8);
        add(segment, "first\n\n", "1");
        segment.publish();
        LogSlice early = segment.slice(0, 1000);

        // When
        IntStream.range(0, 1000).forEach(_ -> add(segment, "more\n\n", "2"));
        segment.publish();

        // Then
        assertThat(SliceFixture.frames(early)).containsExactly("first\n\n");
        assertThat(segment.lastSeq()).isEqualTo(1001);
    }

    @Test
    void shouldBeFullWithManyRawLines() {
        // Given
        var segment = new Segment(1, 16);

        // When
        add(segment, "a\n\n", "r".repeat(2 * Segment.FULL));

        // Then
        assertThat(segment.isFull()).isTrue();
        assertThat(segment.footprint()).isGreaterThanOrEqualTo(2 * Segment.FULL);
    }

    private static Segment filled() {
        var segment = new Segment(100, 8);
        IntStream.range(100, 100 + FRAMES).forEach(seq -> add(segment, frame(seq), "raw" + seq));
        segment.publish();
        return segment;
    }

    private static List<String> expected(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(SegmentTest::frame)
                .toList();
    }

    /** Frames of 3 to 9 bytes. */
    private static String frame(long seq) {
        return Character.toString('a' + (int) (seq % 26)).repeat(1 + (int) (seq % 7)) + "\n\n";
    }

    private static void add(Segment segment, String frame, String raw) {
        segment.frames().ascii(frame);
        segment.raw().int32(frame.length()).int32(raw.length()).ascii(raw);
        segment.endEvent();
    }
}
