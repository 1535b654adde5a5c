package dev.yardmaster.provider.claude;

/**
 * Goes through the bytes of one JSON text where they are, without a copy and without an object: for the few lines that come by the
 * hundred thousand. It accepts nothing that is no JSON (RFC 8259), of UTF-8 that is known to be well-formed; what it does not accept
 * is for a real parser to judge. Every method moves over what it accepts, with the white space behind it. Not thread-safe.
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

    /** Whether everything has been gone through. */
    boolean atEnd() {
        return at == end;
    }

    /** Accepts one of JSON's punctuation marks. */
    boolean mark(char mark) {
        if (at < end && bytes[at] == mark) {
            at++;
            space();
            return true;
        }
        return false;
    }

    /** Accepts a string; it is then the one that the methods below tell of. */
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

    /** Where the last string begins, with its quote. */
    int stringStart() {
        return stringStart;
    }

    /** Where the last string ends, behind its quote. */
    int stringEnd() {
        return stringEnd;
    }

    /** Whether the last string has escapes, so that its bytes are not its text. */
    boolean stringEscaped() {
        return stringEscaped;
    }

    /** Whether the last string's bytes are these ASCII characters. */
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

    /** Accepts a number that is a plain count; -1 if there is something else. */
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
        mark('{');
        if (mark('}')) {
            return true;
        }
        do {
            if (!string() || !mark(':') || !value(depth + 1)) {
                return false;
            }
        } while (mark(','));
        return mark('}');
    }

    private boolean array(int depth) {
        mark('[');
        if (mark(']')) {
            return true;
        }
        do {
            if (!value(depth + 1)) {
                return false;
            }
        } while (mark(','));
        return mark(']');
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

    private boolean skip(char mark) {
        if (at < end && bytes[at] == mark) {
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

    /** Accepts what follows a backslash. */
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
