package dev.yardmaster.follow;

import dev.yardmaster.terminal.PlainText;
import dev.yardmaster.terminal.Style;

/**
 * Collects the text for a terminal or a pipe. Control characters are removed from all of it. A style never reaches over the end of a line or of
 * the text, so that nothing of it stays in a terminal. Not thread-safe.
 */
final class StyledText {
    private final boolean colored;
    private final StringBuilder text = new StringBuilder();
    // The writer of the line that has not ended yet; empty if there is none.
    private String openLine = "";

    StyledText(boolean colored) {
        this.colored = colored;
    }

    /** Adds a line. */
    void line(Style style, String content) {
        endLine();
        text.append(styled(style, PlainText.line(content))).append('\n');
    }

    /** Adds a line with a start in another style. */
    void line(Style startStyle, String start, Style style, String content) {
        endLine();
        text.append(styled(startStyle, PlainText.line(start)))
                .append(styled(style, PlainText.line(content)))
                .append('\n');
    }

    /** Adds lines, each of which starts with a prefix. */
    void lines(Style style, String prefix, String content) {
        part("lines", style, prefix, content);
        endLine();
    }

    /**
     * Adds a part of a text. The last line stays open for the next part.
     *
     * @param writer who writes the text, so that parts of another text start a line of their own
     * @param prefix the start of each line
     */
    void part(String writer, Style style, String prefix, String content) {
        if (!openLine.equals(writer)) {
            endLine();
        }
        String[] lines = PlainText.lines(content).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            if (last && lines[i].isEmpty()) {
                return;
            }
            text.append(styled(style, openLine.isEmpty() && !lines[i].isEmpty() ? prefix + lines[i] : lines[i]));
            openLine = last ? writer : "";
            if (!last) {
                text.append('\n');
            }
        }
    }

    /** Ends the open line. */
    void endLine() {
        if (!openLine.isEmpty()) {
            text.append('\n');
            openLine = "";
        }
    }

    /** Returns and forgets the text that was added since the last call. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }

    private String styled(Style style, String content) {
        return colored ? style.of(content) : content;
    }
}
