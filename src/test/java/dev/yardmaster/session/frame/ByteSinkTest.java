package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSinkTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 65_536, Integer.MAX_VALUE, Long.MAX_VALUE})
    void shouldWriteNumbersInDecimal(long number) {
        // Given
        var sink = new ByteSink(1);

        // When
        sink.decimal(number).put('|').decimal(number);

        // Then
        assertThat(text(sink)).isEqualTo(number + "|" + number);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65_535, 65_536, 16_777_216, Integer.MAX_VALUE, -1})
    void shouldOverwriteANumber(int number) {
        // Given
        var sink = new ByteSink(0).put('x').int32(0).put('y');

        // When
        sink.patchInt32(1, number);

        // Then
        assertThat(ByteSlice.of(sink.array()).int32(1)).isEqualTo(number);
        assertThat(sink.array()[5]).isEqualTo((byte) 'y');
    }

    @Test
    void shouldKeepAnArrayThatWasHandedOutWhenItGrows() {
        // Given
        ByteSink sink = new ByteSink(4).ascii("abcd");
        byte[] handedOut = sink.array();

        // When
        sink.ascii("efgh".repeat(100));

        // Then
        assertThat(handedOut).asString(StandardCharsets.US_ASCII).isEqualTo("abcd");
        assertThat(text(sink)).startsWith("abcdefgh").hasSize(404);
    }

    private static String text(ByteSink sink) {
        return new String(sink.array(), 0, sink.size(), StandardCharsets.US_ASCII);
    }
}
