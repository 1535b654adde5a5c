package dev.yardmaster.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text with a header. Immutable. */
public final class Table {
    private static final String GAP = "  ";
    /** All columns are made as narrow as the first width, then as the next one, until the table fits. */
    private static final int[] NARROWEST = {8, 4, 1};

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

    private static void fit(int[] widths, int available) {
        int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - available;
        for (int narrowest : NARROWEST) {
            while (excess > 0 && narrowWidest(widths, narrowest)) {
                excess--;
            }
        }
    }

    /** Narrows the widest column by one. Returns false if no column is wider than the narrowest width. */
    private static boolean narrowWidest(int[] widths, int narrowest) {
        int widest = IntStream.range(0, widths.length)
                .reduce((one, other) -> widths[other] > widths[one] ? other : one)
                .orElseThrow();
        if (widths[widest] <= narrowest) {
            return false;
        }
        widths[widest]--;
        return true;
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
