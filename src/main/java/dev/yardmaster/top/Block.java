package dev.yardmaster.top;

import java.util.List;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * A part of the screen above the table.
 *
 * @param label its name, in front of its first line
 * @param lines its lines, the most important first; cut at the right if they are too long
 */
record Block(String label, List<Line> lines) {
    /** The columns of the labels. */
    static final int LABEL = 12;

    /** A line and its style. */
    record Line(String text, AttributedStyle style) {}

    /**
     * The first lines of the block.
     *
     * @param count how many, at least 1
     * @param columns the width of the screen
     */
    List<AttributedString> first(int count, int columns, AttributedStyle labelStyle) {
        return IntStream.range(0, Math.min(count, lines.size()))
                .mapToObj(i -> line(i, i == count - 1 ? lines.size() - count : 0, columns, labelStyle))
                .toList();
    }

    private AttributedString line(int number, int hidden, int columns, AttributedStyle labelStyle) {
        Line line = lines.get(number);
        String more = hidden > 0 ? " (+" + hidden + ")" : "";
        return new AttributedStringBuilder()
                .styled(labelStyle, SafeText.fit(number == 0 ? label : "", Math.min(LABEL, columns)))
                .styled(line.style(), SafeText.cut(line.text(), columns - LABEL - more.length()) + more)
                .toAttributedString();
    }
}
