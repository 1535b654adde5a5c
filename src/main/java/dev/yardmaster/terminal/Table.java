package dev.yardmaster.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text with a header. Immutable. */
public final class Table {
    private static final String GAP = "  ";
    /** A column is not made narrower than this. */
    private static final int NARROWEST = 8;

    private final List<List<String>> rows;

    /**
     * @param header the names of the columns
     * @param rows the cells of each row, as many as there are columns
     */
    public Table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        rows.forEach(row -> all.add(row.stream().map(PlainText::line).toList()));
        this.rows = List.copyOf(all);
    }

    /**
     * The lines of the table.
     *
     * @param columns the width of the terminal, into which the widest columns are cut; empty for all of the text
     */
    public List<String> lines(OptionalInt columns) {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> PlainText.width(row.get(column)))
                        .max()
                        .orElseThrow())
                .toArray();
        columns.ifPresent(available -> fit(widths, available));
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** Narrows the widest column, step by step. */
    private static void fit(int[] widths, int available) {
        int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - available;
        for (; excess > 0; excess--) {
            int widest = IntStream.range(0, widths.length)
                    .reduce((one, other) -> widths[other] > widths[one] ? other : one)
                    .orElseThrow();
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> padded(PlainText.cut(row.get(column), widths[column]), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - PlainText.width(text));
    }
}
