package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkBodyTest {
    private static final LogSlice FOUR = SliceFixture.of(
            10, new String[] {"{\"a\":1}", "{}", "{\"text\":\"\\n\\ndata: x\"}", "{\"é\":2}"}, "a", "", "c\n\nc", "é");

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 11, 12, 13})
    void shouldReturnTheEventsAfterASequenceNumber(long after) {
        // Given
        int skipped = (int) Math.max(0, after - 9);

        // When
        LogSlice opened = open(ChunkBody.of(FOUR), after, true);

        // Then
        assertThat(opened.firstSeq()).isEqualTo(10 + skipped);
        assertThat(opened.lastSeq()).isEqualTo(13);
        assertThat(SliceFixture.frames(opened))
                .isEqualTo(SliceFixture.frames(FOUR).subList(skipped, 4));
        assertThat(SliceFixture.raw(opened)).isEqualTo(SliceFixture.raw(FOUR).subList(skipped, 4));
    }

    @Test
    void shouldOmitTheRawLines() {
        // When
        LogSlice opened = open(ChunkBody.of(FOUR), 0, false);

        // Then
        assertThat(SliceFixture.frames(opened)).isEqualTo(SliceFixture.frames(FOUR));
        assertThat(opened.raw().length()).isZero();
    }

    @Test
    void shouldStoreTextOnceThatFrameAndLineShare() {
        // Given
        String text = "the quick brown fox jumps over the lazy dog ".repeat(3);
        LogSlice slice =
                SliceFixture.of(1, new String[] {"{\"text\":\"" + text + "\"}"}, "{\"delta\":\"" + text + "\"}");

        // When
        ChunkBody body = ChunkBody.of(slice);

        // Then
        assertThat(body.compressed().length()).isLessThan(text.length());
        assertThat(body.plainLength()).isGreaterThan(2 * text.length());
    }

    private static LogSlice open(ChunkBody body, long after, boolean withRaw) {
        return ChunkBody.open(body.compressed().toArray(), body.plainLength(), 10, 13, after, withRaw);
    }
}
