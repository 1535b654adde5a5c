package dev.yardmaster.session.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "17, 17", "007, 7", "999999999999999999, 999999999999999999"})
    void shouldReadASequenceNumber(String text, long seq) {
        // When
        long read = EventCursors.seq(text);

        // Then
        assertThat(read).isEqualTo(seq);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "-1", "+1", "1.0", "1e3", "0x1", "abc", "1-2", "1 ", "1000000000000000000", "٣", "1\0"})
    void shouldRejectOtherText(String text) {
        // When
        var thrown = assertThatThrownBy(() -> EventCursors.seq(text));

        // Then
        thrown.isInstanceOfSatisfying(
                YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CURSOR));
    }
}
