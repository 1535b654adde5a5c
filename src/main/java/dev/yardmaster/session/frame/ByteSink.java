package dev.yardmaster.session.frame;

import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array. To grow it copies its bytes into a larger array, so an array that was handed out before keeps its content. Not
 * thread-safe.
 */
public final class ByteSink {
    private static final byte[] DIGITS = "0123456789".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    public ByteSink(int capacity) {
        bytes = new byte[capacity];
    }

    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** The bytes written so far, not copied. */
    public ByteSlice slice() {
        return new ByteSlice(bytes, 0, size);
    }

    ByteSink put(byte[] source) {
        return put(source, 0, source.length);
    }

    ByteSink put(ByteSlice source) {
        return put(source.array(), source.offset(), source.length());
    }

    public ByteSink put(byte[] source, int offset, int length) {
        ensure(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
        return this;
    }

    public ByteSink put(int aByte) {
        ensure(1);
        bytes[size++] = (byte) aByte;
        return this;
    }

    /** Writes text that has only ASCII characters. */
    @SuppressWarnings("deprecation") // The only String method that copies Latin-1 bytes without a charset encoder.
    public ByteSink ascii(String text) {
        int length = text.length();
        ensure(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /** Writes a number of at least 0 in decimal. */
    public ByteSink decimal(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        ensure(digits);
        long rest = number;
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        }
        size += digits;
        return this;
    }

    /** Writes a 32-bit number, big-endian. */
    public ByteSink int32(int number) {
        return put(number >>> 24).put(number >>> 16).put(number >>> 8).put(number);
    }

    /** Overwrites a 32-bit number at an index that no reader can see yet. */
    public void patchInt32(int at, int number) {
        bytes[at] = (byte) (number >>> 24);
        bytes[at + 1] = (byte) (number >>> 16);
        bytes[at + 2] = (byte) (number >>> 8);
        bytes[at + 3] = (byte) number;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            byte[] grown = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
            // A reader of published bytes may already see the new array, so the copy has to be complete first.
            VarHandle.storeStoreFence();
            bytes = grown;
        }
    }
}
