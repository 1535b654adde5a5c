package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedCursorTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "120, 120, 0",
        "120-17, 120, 17",
        "999999999999999999-999999999999999999, 999999999999999999, 999999999999999999"
    })
    void shouldParseTheCursorOfAClient(String text, long position, long seq) {
        // When
        FeedCursor cursor = FeedCursor.parse(text);

        // Then
        assertThat(cursor).isEqualTo(new FeedCursor(position, seq));
    }

    @Test
    void shouldWriteTheCursorForAClient() {
        // Given
        FeedCursor cursor = FeedCursor.afterAllOf(120);

        // When
        FeedCursor parsed = FeedCursor.parse(cursor.toString());

        // Then
        assertThat(parsed).isEqualTo(cursor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-", "-1", "1-", "1-2-3", "1.5", "a", "1-a", "+1", "1 2", "1000000000000000000", "１"})
    void shouldRejectOtherText(String text) {
        // When
        var thrown = assertThatThrownBy(() -> FeedCursor.parse(text));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
    }

    @Test
    void shouldReplaceTheIdsOfFramesByCursors() {
        // Given
        LogSlice slice = SliceFixture.of(9, new String[] {"{\"id: 9\":1}", "{}"}, "", "");

        // When
        ByteSlice stamped = FeedCursor.stamp(slice, 120);

        // Then
        assertThat(SliceFixture.frames(stamped))
                .containsExactly(
                        "id: 120-9\nevent: test\ndata: {\"id: 9\":1}\n\n", "id: 120-10\nevent: test\ndata: {}\n\n");
    }
}
