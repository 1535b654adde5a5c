package dev.yardmaster.terminal;

import java.util.PrimitiveIterator;
import org.jline.utils.WCWidth;

/** Text that comes from agents and from the service, made safe for a terminal, and its width there. */
public final class PlainText {
    private static final String ELLIPSIS = "…";

    private PlainText() {}

    /** The text on one line, without control characters: they could move the cursor, change colors or hide other text. */
    public static String line(String text) {
        return clean(text, ' ');
    }

    /** The text with its line breaks and tabs, without other control characters. */
    public static String lines(String text) {
        return clean(text, '\n');
    }

    /** JSON with escapes in the place of control characters, which can only be in its texts. */
    public static String json(String json) {
        var clean = new StringBuilder(json.length());
        json.codePoints().forEach(point -> {
            if (point == '\n' || isVisible(point)) {
                clean.appendCodePoint(point);
            } else {
                Character.toString(point).chars().forEach(unit -> clean.append(String.format("\\u%04x", unit)));
            }
        });
        return clean.toString();
    }

    private static String clean(String text, char lineBreak) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n') {
                clean.append(lineBreak);
            } else if (point == '\t') {
                clean.append(lineBreak == ' ' ? " " : "\t");
            } else if (point != '\r' && isVisible(point)) {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }

    /** Control and format characters, such as escape sequences and changes of the writing direction, are not. Joiners of emoji are. */
    private static boolean isVisible(int point) {
        int type = Character.getType(point);
        return point == 0x200d
                || type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR;
    }

    /** The number of columns that a clean line takes. */
    public static int width(String line) {
        return line.codePoints().map(PlainText::width).sum();
    }

    /** The line, cut so that it takes at most a number of columns. */
    public static String cut(String line, int columns) {
        if (width(line) <= columns) {
            return line;
        }
        var cut = new StringBuilder();
        int left = columns - 1;
        for (PrimitiveIterator.OfInt points = line.codePoints().iterator(); points.hasNext(); ) {
            int point = points.nextInt();
            left -= width(point);
            if (left < 0) {
                break;
            }
            cut.appendCodePoint(point);
        }
        return cut + ELLIPSIS;
    }

    private static int width(int point) {
        return Math.max(0, WCWidth.wcwidth(point));
    }
}
