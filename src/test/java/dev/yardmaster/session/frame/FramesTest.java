package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTest {
    private static final LogSlice FIVE = SliceFixture.of(
            10,
            new String[] {"{\"a\":1}", "{}", "{\"text\":\"\\n\\ndata: x\"}", "{\"é\":2}", "{}"},
            "a",
            "",
            "c\nc",
            "é",
            "e");

    @ParameterizedTest
    @CsvSource({"0, 10", "9, 10", "10, 11", "11, 12", "12, 13", "13, 14"})
    void shouldCutAfterASequenceNumber(long after, long first) {
        // Given
        int skipped = (int) (first - 10);

        // When
        LogSlice cut = Frames.cut(FIVE, after);

        // Then
        assertThat(cut.firstSeq()).isEqualTo(first);
        assertThat(cut.lastSeq()).isEqualTo(14);
        assertThat(SliceFixture.frames(cut)).isEqualTo(SliceFixture.frames(FIVE).subList(skipped, 5));
        assertThat(SliceFixture.raw(cut)).isEqualTo(SliceFixture.raw(FIVE).subList(skipped, 5));
    }

    @Test
    void shouldCutASliceWithoutRawLines() {
        // Given
        var slice = new LogSlice(10, 14, FIVE.frames(), ByteSlice.EMPTY);

        // When
        LogSlice cut = Frames.cut(slice, 12);

        // Then
        assertThat(SliceFixture.frames(cut)).hasSize(2).first().asString().startsWith("id: 13\n");
        assertThat(cut.raw().length()).isZero();
    }

    @Test
    void shouldFindTheDataOfTheFirstFrame() {
        // Given
        LogSlice slice = Frames.cut(FIVE, 11);

        // When
        ByteSlice data = Frames.data(slice.frames());

        // Then
        assertThat(data.toArray()).asString(StandardCharsets.UTF_8).isEqualTo("{\"text\":\"\\n\\ndata: x\"}");
    }
}
