package dev.yardmaster.shell;

/** The text of a script, and how far it is read. Not thread-safe. */
final class ShellText {
    private static final String BEFORE_COMMENT = " \t\n;&|()";

    private final String text;
    private int at;

    ShellText(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    /** The next character. Only before the end. */
    char next() {
        return text.charAt(at);
    }

    boolean isNext(String expected) {
        return text.startsWith(expected, at);
    }

    /** Whether the next character is one of these; false at the end. */
    boolean isNextOneOf(String characters) {
        return !isAtEnd() && characters.indexOf(next()) >= 0;
    }

    /** The character after the next one. */
    char afterNext() throws NotUnderstood {
        NotUnderstood.unless(at + 1 < text.length());
        return text.charAt(at + 1);
    }

    void skip(int count) {
        at += count;
    }

    int position() {
        return at;
    }

    void returnTo(int position) {
        at = position;
    }

    String since(int position) {
        return text.substring(position, at);
    }

    /** Reads a part between two of the next character, without them. */
    String quoted() throws NotUnderstood {
        int end = text.indexOf(next(), at + 1);
        NotUnderstood.unless(end > 0);
        String part = text.substring(at + 1, end);
        at = end + 1;
        return part;
    }

    /** Reads the rest of the line with its end, which the result does not have. */
    String line() {
        int newline = text.indexOf('\n', at);
        String line = text.substring(at, newline < 0 ? text.length() : newline);
        at = newline < 0 ? text.length() : newline + 1;
        return line;
    }

    /** Skips blanks, ends of lines that continue, and a comment up to the end of its line. */
    void skipBlanks() {
        while (!isAtEnd()) {
            if (isNextOneOf(" \t")) {
                at++;
            } else if (isNext("\\\n")) {
                at += 2;
            } else if (isNext("#") && (at == 0 || BEFORE_COMMENT.indexOf(text.charAt(at - 1)) >= 0)) {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else {
                return;
            }
        }
    }
}
