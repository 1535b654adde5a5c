package dev.yardmaster.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line of a child's output, as a slice of the reader's buffer. It is valid only until the method that receives it returns, because the
 * reader reuses the buffer.
 *
 * @param buffer the bytes
 * @param offset the index of the line's first byte
 * @param length its length in bytes, without the line end ({@code \n} or {@code \r\n})
 * @param dropped the number of further bytes that were dropped because the line exceeds the limit; 0 for a whole line
 */
@SuppressWarnings("ArrayRecordComponent") // A view of the array, never compared.
public record Line(byte[] buffer, int offset, int length, long dropped) {
    /** Returns a whole line with this text. */
    public static Line of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Line(bytes, 0, bytes.length, 0);
    }

    /** Whether the line was cut because it exceeds the limit. */
    public boolean cut() {
        return dropped > 0;
    }

    /** Returns a copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    /** Returns the text; invalid UTF-8 becomes U+FFFD. */
    public String text() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
}
