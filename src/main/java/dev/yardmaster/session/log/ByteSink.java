package dev.yardmaster.session.log;

import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that never moves what was written: an array once handed out keeps its content. Not thread-safe. */
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

    public ByteSink put(byte[] source) {
        return put(source, 0, source.length);
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

    /** Text that has only ASCII characters. */
    @SuppressWarnings("deprecation") // The one String method that copies Latin-1 bytes without a charset's detour.
    public ByteSink ascii(String text) {
        int length = text.length();
        ensure(length);
        text.getBytes(0, length, bytes, size);
        size += length;
        return this;
    }

    /** A number that is not negative, in decimal. */
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

    /** A 32-bit number, big-endian. */
    ByteSink int32(int number) {
        return put(number >>> 24).put(number >>> 16).put(number >>> 8).put(number);
    }

    /** Overwrites a 32-bit number; only where nobody has read yet. */
    void patchInt32(int at, int number) {
        bytes[at] = (byte) (number >>> 24);
        bytes[at + 1] = (byte) (number >>> 16);
        bytes[at + 2] = (byte) (number >>> 8);
        bytes[at + 3] = (byte) number;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            byte[] grown = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
            // Whoever reads what was published before may come upon the new array already.
            VarHandle.storeStoreFence();
            bytes = grown;
        }
    }
}
