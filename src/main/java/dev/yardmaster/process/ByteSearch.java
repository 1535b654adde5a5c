package dev.yardmaster.process;

import java.util.Arrays;
import java.util.List;

/**
 * Searches for several byte strings at once, by the algorithm of Wu and Manber. It looks at two bytes at the end of a window that is as long as
 * the shortest string. Most of these pairs are in no string, so the window moves on by nearly its length. Immutable.
 */
final class ByteSearch {
    private static final int PAIR = 2;
    private static final int TABLE = 4096;

    private final List<byte[]> strings;
    private final int window;
    // How far the window can move, by the hash of the pair at its end.
    private final byte[] shifts = new byte[TABLE];

    /** @param strings each has at least two bytes; earlier ones are preferred where several begin */
    ByteSearch(List<byte[]> strings) {
        this.strings = strings;
        // A byte holds each shift.
        this.window = strings.stream().mapToInt(string -> string.length).reduce(Byte.MAX_VALUE, Math::min);
        Arrays.fill(shifts, (byte) (window - PAIR + 1));
        for (byte[] string : strings) {
            for (int at = 0; at <= window - PAIR; at++) {
                int hash = hash(string[at], string[at + 1]);
                shifts[hash] = (byte) Math.min(shifts[hash], window - PAIR - at);
            }
        }
    }

    /** The first index from which on one of the strings is in the bytes; {@code end} if there is none. */
    int first(byte[] bytes, int start, int end) {
        byte[] table = shifts; // a local, because the loop is hot
        int last = window - PAIR;
        int at = start;
        while (at + last + 1 < end) {
            int shift = table[hash(bytes[at + last], bytes[at + last + 1])];
            if (shift == 0) {
                if (lengthAt(bytes, at, end) > 0) {
                    return at;
                }
                at++;
            } else {
                at += shift;
            }
        }
        return end;
    }

    /** The length of the string that begins at an index; 0 if none does. */
    int lengthAt(byte[] bytes, int at, int end) {
        for (byte[] string : strings) {
            int length = string.length;
            if (length <= end - at && Arrays.equals(bytes, at, at + length, string, 0, length)) {
                return length;
            }
        }
        return 0;
    }

    /** Whether one of the strings begins with the bytes between two indexes, and is longer. */
    boolean beginsWith(byte[] bytes, int at, int end) {
        int length = end - at;
        return strings.stream()
                .anyMatch(string -> length < string.length && Arrays.equals(bytes, at, end, string, 0, length));
    }

    private static int hash(byte one, byte two) {
        return ((one & 0xff) << 4 ^ two) & (TABLE - 1);
    }
}
