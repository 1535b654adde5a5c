package dev.yardmaster.top;

import dev.yardmaster.terminal.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The table of agents in a number of columns. Pure. */
final class AgentTable {
    private static final String GAP = "  ";
    private static final String MARK = "> ";

    private final List<AgentRow> rows;
    private final Palette palette;
    private final Map<Column, Integer> widths;

    /** @param columns the width of the screen */
    AgentTable(List<AgentRow> rows, int columns, Palette palette) {
        this.rows = rows;
        this.palette = palette;
        this.widths = widths(rows, columns - MARK.length());
    }

    AttributedString header() {
        String titles = widths.entrySet().stream()
                .map(column -> SafeText.fit(column.getKey().title(), column.getValue()))
                .collect(Collectors.joining(GAP));
        return new AttributedString((" ".repeat(MARK.length()) + titles).stripTrailing(), palette.strong());
    }

    /** The lines of as many rows as fit, with the selected one among them. */
    List<AttributedString> lines(int height, Optional<String> selected) {
        int first = first(height, selected);
        return rows.subList(first, Math.min(rows.size(), first + height)).stream()
                .map(row -> line(row, selected.filter(row.key()::equals).isPresent()))
                .toList();
    }

    /** The number of the first row that is shown. */
    int first(int height, Optional<String> selected) {
        int index = rows.stream().map(AgentRow::key).toList().indexOf(selected.orElse(""));
        return Math.clamp(index - height / 2, 0, Math.max(0, rows.size() - height));
    }

    private AttributedString line(AgentRow row, boolean selected) {
        String cells = widths.entrySet().stream()
                .map(column -> column.getKey().cell(row, column.getValue()))
                .collect(Collectors.joining(GAP));
        String line = (selected ? MARK : " ".repeat(MARK.length())) + cells;
        return new AttributedString(selected ? line : line.stripTrailing(), selected ? palette.selected() : style(row));
    }

    private AttributedStyle style(AgentRow row) {
        return row.run().isPresent() ? palette.normal() : palette.faint();
    }

    /** Leaves out the least important columns until the others fit, and then divides the columns that are left, the most important first. */
    private static Map<Column, Integer> widths(List<AgentRow> rows, int available) {
        List<Column> shown = new ArrayList<>(Arrays.asList(Column.values()));
        shown.removeIf(column -> column == Column.COST
                && rows.stream().allMatch(row -> column.cell(row).isEmpty()));
        while (shown.size() > 1 && narrowest(shown) > available) {
            shown.remove(shown.stream().max(Comparator.comparing(Column::rank)).orElseThrow());
        }
        int left = Math.max(0, available - narrowest(shown));
        Map<Column, Integer> widths = new EnumMap<>(Column.class);
        // The last line takes what no other column needs.
        List<Column> byNeed = shown.stream()
                .sorted(Comparator.comparing(column -> column == Column.LAST_LINE ? 99 : column.rank()))
                .toList();
        for (Column column : byNeed) {
            int wanted = Math.clamp(content(column, rows), column.narrowest(), column.widest());
            int more = Math.min(left, wanted - column.narrowest());
            widths.put(column, column.narrowest() + more);
            left -= more;
        }
        return widths;
    }

    private static int content(Column column, List<AgentRow> rows) {
        return rows.stream()
                .mapToInt(row -> PlainText.width(column.cell(row)))
                .max()
                .orElse(0);
    }

    private static int narrowest(List<Column> columns) {
        return columns.stream().mapToInt(Column::narrowest).sum() + GAP.length() * (columns.size() - 1);
    }
}
