package dev.yardmaster.top;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.terminal.PlainText;

/** Text of agents and of the service that takes the same number of columns in every terminal. */
final class SafeText {
    private SafeText() {}

    /** The text on one line, without control characters, and without joiners of emoji, because terminals disagree on their width. */
    static String line(String text) {
        var safe = new StringBuilder(text.length());
        PlainText.line(text).codePoints().filter(point -> !isJoiner(point)).forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /** What a failed command reports, on one line. */
    static String message(ClientException failure) {
        return line(String.valueOf(failure.getMessage()));
    }

    private static boolean isJoiner(int point) {
        return point == 0x200d || point >= 0xfe00 && point <= 0xfe0f || point >= 0x1f3fb && point <= 0x1f3ff;
    }

    /** The text, cut or padded so that it takes exactly a number of columns. */
    static String fit(String text, int columns) {
        String cut = cut(text, columns);
        return cut + " ".repeat(columns - PlainText.width(cut));
    }

    /** The text, cut so that it takes at most a number of columns. */
    static String cut(String text, int columns) {
        return columns < 1 ? "" : PlainText.cut(text, columns);
    }
}
