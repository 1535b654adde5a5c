package dev.yardmaster.top;

import dev.yardmaster.top.AgentRow.Run;
import java.util.Locale;
import java.util.function.Function;

/** The columns of the table, in the order of the screen. */
enum Column {
    AGENT(1, 8, 16, AgentRow::name),
    STATE(2, 8, 9, AgentRow::state),
    PROVIDER(5, 8, 16, AgentRow::provider),
    MODEL(7, 8, 20, AgentRow::model),
    TASK(3, 14, 48, ofRun(Run::task)),
    SESSION(9, 8, 36, ofRun(Run::session)),
    TOKENS(6, 6, 7, ofRun(run -> count(run.tokens()))),
    COST(8, 7, 8, ofRun(run -> run.costUsd().map(Column::dollars).orElse(""))),
    LAST_LINE(4, 20, 1000, ofRun(Run::line));

    private final int rank;
    private final int narrowest;
    private final int widest;
    private final Function<AgentRow, String> cell;

    /** @param rank 1 for the most important column: the least important ones are left out on a narrow screen */
    Column(int rank, int narrowest, int widest, Function<AgentRow, String> cell) {
        this.rank = rank;
        this.narrowest = narrowest;
        this.widest = widest;
        this.cell = cell;
    }

    int rank() {
        return rank;
    }

    int narrowest() {
        return narrowest;
    }

    int widest() {
        return widest;
    }

    String title() {
        return name().replace('_', ' ');
    }

    String cell(AgentRow row) {
        return cell.apply(row);
    }

    /** The cell in a number of columns. Of an id the end is shown, because ids of one hour start alike. */
    String cell(AgentRow row, int width) {
        String text = cell(row);
        boolean isLongId = this == SESSION && text.length() > width;
        return SafeText.fit(isLongId ? text.substring(text.length() - Math.min(width, narrowest)) : text, width);
    }

    private static Function<AgentRow, String> ofRun(Function<Run, String> cell) {
        return row -> row.run().map(cell).orElse("");
    }

    private static String count(long tokens) {
        if (tokens < 10_000) {
            return Long.toString(tokens);
        }
        return tokens < 10_000_000 ? tokens / 1000 + "k" : tokens / 1_000_000 + "M";
    }

    private static String dollars(double cost) {
        return String.format(Locale.ROOT, "$%.2f", cost);
    }
}
