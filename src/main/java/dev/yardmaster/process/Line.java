package dev.yardmaster.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line of a child's output, as a slice of the reader's buffer. It is valid only until the method it is handed to returns: the
 * reader uses the buffer again.
 *
 * @param buffer the bytes
 * @param offset where the line starts
 * @param length its length in bytes, without the line end ({@code \n} or {@code \r\n})
 * @param dropped how many bytes after these were dropped since the line was longer than the bound; 0 for a whole line
 */
@SuppressWarnings("ArrayRecordComponent") // A view of the array, never compared.
public record Line(byte[] buffer, int offset, int length, long dropped) {
    /** A whole line with this text. */
    public static Line of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Line(bytes, 0, bytes.length, 0);
    }

    /** Whether the line was cut at the bound. */
    public boolean cut() {
        return dropped > 0;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    /** The text; bytes that are not UTF-8 become U+FFFD. */
    public String text() {
        return new String(buffer, offset, length, StandardCharsets.UTF_8);
    }
}
