package dev.yardmaster.top;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;

/** Lays out the screen. Pure: the same fleet, state, size and time have the same lines. */
record Layout(FleetView fleet, ViewState state, Moments moments, Palette palette) {
    /** The table gets at least as many rows as this, if there are as many agents. */
    private static final int FEWEST_ROWS = 3;

    private static final List<String> HELP = List.of(
            "Up, Down, j, k     select another row; also PgUp, PgDn, Home, End, g, G",
            "Enter              open the stream of the session",
            "p                  pause the dispatcher: nothing starts, sessions run on",
            "r                  resume the dispatcher",
            "s                  stop the session of the row",
            "/                  show only the rows that contain a text; Esc: show all",
            "Ctrl-L             draw the screen again",
            "Ctrl-Z             suspend; `fg` continues",
            "q, Ctrl-C          quit");

    /** The lines of a screen, at most as many and as wide as it is. The last one is that of the keys. */
    List<AttributedString> lines(int columns, int rows) {
        List<AttributedString> lines = new ArrayList<>();
        AttributedString footer = new Footer(state, palette, columns).line(position(columns, rows));
        if (state.mode() instanceof Mode.Help) {
            HELP.forEach(line -> lines.add(new AttributedString(line)));
        } else {
            lines.addAll(summary(columns, rows));
            lines.addAll(table(columns, rows - lines.size() - 1));
        }
        while (lines.size() < rows - 1) {
            lines.add(AttributedString.EMPTY);
        }
        List<AttributedString> shown = new ArrayList<>(lines.subList(0, Math.max(0, rows - 1)));
        shown.add(footer);
        return shown.stream().map(line -> line.columnSubSequence(0, columns)).toList();
    }

    /** All lines, for a frame that is printed. */
    List<AttributedString> all(int columns) {
        List<AttributedString> lines = new ArrayList<>(blocks(columns).stream()
                .flatMap(block -> block.first(block.lines().size(), columns, palette.faint()).stream())
                .toList());
        lines.add(AttributedString.EMPTY);
        var table = new AgentTable(fleet.agents(), columns, palette);
        lines.add(table.header());
        lines.addAll(table.lines(fleet.agents().size(), Optional.empty()));
        return lines.stream().map(line -> line.columnSubSequence(0, columns)).toList();
    }

    /** How many rows of the table a screen shows. */
    int page(int columns, int rows) {
        return Math.max(1, rows - summary(columns, rows).size() - 2);
    }

    private List<AttributedString> table(int columns, int height) {
        List<AgentRow> rows = state.rows(fleet);
        var table = new AgentTable(rows, columns, palette);
        List<AttributedString> lines = new ArrayList<>(List.of(table.header()));
        if (rows.isEmpty()) {
            lines.add(new AttributedString("  " + noRows(), palette.faint()));
        }
        lines.addAll(table.lines(Math.max(0, height - 1), state.row(rows).map(AgentRow::key)));
        return lines;
    }

    private String noRows() {
        if (!fleet.isRead()) {
            return "Reading …";
        }
        return state.filter().isEmpty()
                ? "No agents. `yardmaster agent register NAME` registers one."
                : "No row contains '" + state.filter() + "'. Esc shows all rows.";
    }

    /** The blocks above the table: at least a line of each, and all lines if there is room. */
    private List<AttributedString> summary(int columns, int rows) {
        List<Block> blocks = blocks(columns);
        int room = rows - 2 - Math.clamp(fleet.agents().size(), 1, Math.max(FEWEST_ROWS, rows / 2));
        int[] counts = IntStream.range(0, blocks.size()).map(_ -> 1).toArray();
        for (int left = room - blocks.size(), before = -1; left > 0 && left != before; ) {
            before = left;
            for (int i = 0; i < counts.length && left > 0; i++) {
                if (counts[i] < blocks.get(i).lines().size()) {
                    counts[i]++;
                    left--;
                }
            }
        }
        List<AttributedString> lines = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            lines.addAll(blocks.get(i).first(counts[i], columns, palette.faint()));
        }
        if (lines.size() < room) {
            lines.add(AttributedString.EMPTY);
        }
        return lines;
    }

    private List<Block> blocks(int columns) {
        return new Summary(fleet, moments, palette, columns).blocks();
    }

    /** Which rows are shown, if not all of them are. */
    private String position(int columns, int rows) {
        List<AgentRow> all = state.rows(fleet);
        int page = page(columns, rows);
        if (all.size() <= page) {
            return "";
        }
        int first =
                new AgentTable(all, columns, palette).first(page, state.row(all).map(AgentRow::key));
        return (first + 1) + "-" + Math.min(all.size(), first + page) + " of " + all.size();
    }
}
