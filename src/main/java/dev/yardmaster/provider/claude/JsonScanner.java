package dev.yardmaster.provider.claude;

/**
 * Scans the bytes of one JSON text in place, without copies and objects, for the few kinds of lines that arrive by the hundred thousand. It
 * accepts only valid JSON (RFC 8259) and expects well-formed UTF-8; the caller gives everything that it rejects to the JSON parser. Every
 * method moves past the text that it accepts and the white space after it. Not thread-safe.
 *
 * <p>Its speed justifies the code: from a delta line of 446 bytes to its event frame takes 0.34 µs, compared with 0.86 to 0.91 µs
 * with Jackson's streaming parser and 2.0 to 2.2 µs with its tree model ({@code docs/decisions/json-scanner.md}).
 */
final class JsonScanner {
    private static final int MAX_DEPTH = 64;
    private static final String ESCAPES = "\"\\/bfnrt";

    private byte[] bytes = {};
    private int at;
    private int end;
    private int stringStart;
    private int stringEnd;
    private boolean stringEscaped;

    void begin(byte[] text, int offset, int length) {
        bytes = text;
        at = offset;
        end = offset + length;
        space();
    }

    /** Whether all bytes have been scanned. */
    boolean atEnd() {
        return at == end;
    }

    /** Accepts one of JSON's punctuation characters. */
    boolean punctuation(char punctuation) {
        if (at < end && bytes[at] == punctuation) {
            at++;
            space();
            return true;
        }
        return false;
    }

    /** Accepts a string, which the methods below then describe. */
    boolean string() {
        if (at == end || bytes[at] != '"') {
            return false;
        }
        stringStart = at++;
        stringEscaped = false;
        while (at < end) {
            byte b = bytes[at++];
            if (b == '"') {
                stringEnd = at;
                space();
                return true;
            }
            if (b >= 0 && b < ' ' || b == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    /** The index of the opening quote of the last string. */
    int stringStart() {
        return stringStart;
    }

    /** The index after the closing quote of the last string. */
    int stringEnd() {
        return stringEnd;
    }

    /** Whether the last string contains escapes, so that its bytes differ from its text. */
    boolean stringEscaped() {
        return stringEscaped;
    }

    /** Whether the bytes of the last string equal this ASCII text. */
    boolean stringIs(String text) {
        int length = text.length();
        if (stringEnd - stringStart - 2 != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[stringStart + 1 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Accepts any value. */
    boolean value() {
        return value(0);
    }

    /** Accepts a non-negative integer of up to nine digits; returns -1 for any other value. */
    int count() {
        int start = at;
        boolean number = number();
        int count = 0;
        for (int i = start; i < at && bytes[i] > ' '; i++) {
            if (bytes[i] < '0' || bytes[i] > '9' || i - start > 8) {
                return -1;
            }
            count = count * 10 + bytes[i] - '0';
        }
        return number ? count : -1;
    }

    private boolean value(int depth) {
        if (at == end || depth > MAX_DEPTH) {
            return false;
        }
        return switch (bytes[at]) {
            case '"' -> string();
            case '{' -> object(depth);
            case '[' -> array(depth);
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean object(int depth) {
        punctuation('{');
        if (punctuation('}')) {
            return true;
        }
        do {
            if (!string() || !punctuation(':') || !value(depth + 1)) {
                return false;
            }
        } while (punctuation(','));
        return punctuation('}');
    }

    private boolean array(int depth) {
        punctuation('[');
        if (punctuation(']')) {
            return true;
        }
        do {
            if (!value(depth + 1)) {
                return false;
            }
        } while (punctuation(','));
        return punctuation(']');
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (at == end || bytes[at] != word.charAt(i)) {
                return false;
            }
        }
        space();
        return true;
    }

    private boolean number() {
        skip('-');
        if (!skip('0') && !digits()) {
            return false;
        }
        if (skip('.') && !digits()) {
            return false;
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            if (!digits()) {
                return false;
            }
        }
        space();
        return true;
    }

    private boolean skip(char punctuation) {
        if (at < end && bytes[at] == punctuation) {
            at++;
            return true;
        }
        return false;
    }

    private boolean digits() {
        int start = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at > start;
    }

    /** Accepts the characters after a backslash. */
    private boolean escape() {
        stringEscaped = true;
        if (at == end) {
            return false;
        }
        byte escaped = bytes[at++];
        return escaped == 'u' ? hexDigits(4) : ESCAPES.indexOf(escaped) >= 0;
    }

    private boolean hexDigits(int count) {
        for (int i = 0; i < count; i++, at++) {
            if (at == end || Character.digit(bytes[at], 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private void space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
    }
}
