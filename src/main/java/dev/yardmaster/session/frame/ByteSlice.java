package dev.yardmaster.session.frame;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** A part of an array. The content of that part does not change. */
@SuppressWarnings("ArrayRecordComponent") // A view of the array; slices are never compared.
public record ByteSlice(byte[] array, int offset, int length) {
    public static final ByteSlice EMPTY = of(new byte[0]);

    public static ByteSlice of(byte[] array) {
        return new ByteSlice(array, 0, array.length);
    }

    public int end() {
        return offset + length;
    }

    /** The rest of this slice from an index of the array on. */
    public ByteSlice from(int start) {
        return new ByteSlice(array, start, end() - start);
    }

    /** The big-endian 32-bit number at an index of the array. */
    public int int32(int at) {
        return (array[at] & 0xff) << 24
                | (array[at + 1] & 0xff) << 16
                | (array[at + 2] & 0xff) << 8
                | (array[at + 3] & 0xff);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, end());
    }

    /** The bytes as a Vert.x buffer, not copied. */
    public Buffer toBuffer() {
        return Buffer.buffer(Unpooled.wrappedBuffer(array, offset, length));
    }
}
