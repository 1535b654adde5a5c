package dev.yardmaster.top;

import dev.yardmaster.terminal.PlainText;
import java.util.List;
import java.util.stream.Stream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** The last line of the screen: what the user types, the result of a command, or the keys. Pure. */
record Footer(ViewState state, Palette palette, int columns) {
    private static final String CURSOR = "_";
    /** In the order of the screen; the last ones are left out on a narrow screen, but not the first. */
    private static final List<String> KEYS =
            List.of("q quit", "? help", "Enter stream", "p pause", "r resume", "s stop", "/ filter", "↑↓ select");

    /** @param position which rows are shown; empty if all are */
    AttributedString line(String position) {
        return switch (state.mode()) {
            case Mode.Table() -> state.notice().map(this::notice).orElseGet(() -> keys(position));
            case Mode.Help() -> styled("Any key goes back.", palette.strong());
            case Mode.Filtering() -> input("Filter: ", state.filter());
            case Mode.Pausing(String text, var error) ->
                error.map(message -> styled(message, palette.bad()))
                        .orElseGet(() -> input("Pause for (30m, 2h; Enter: until resumed): ", text));
            case Mode.Stopping(String agent, AgentRow.Run run) ->
                styled(
                        "Stop the session of " + agent + (run.task().isEmpty() ? "" : " (" + run.task() + ")")
                                + "? [y/N] ",
                        palette.warning());
        };
    }

    private AttributedString notice(ViewState.Notice notice) {
        return styled(notice.text(), notice.error() ? palette.bad() : palette.strong());
    }

    /** The end of the text stays visible. */
    private AttributedString input(String label, String text) {
        String shown = text;
        while (PlainText.width(label + shown + CURSOR) > columns && !shown.isEmpty()) {
            shown = shown.substring(shown.offsetByCodePoints(0, 1));
        }
        return styled(label + shown + CURSOR, palette.strong());
    }

    private AttributedString keys(String position) {
        String filter = state.filter().isEmpty() ? "" : "Filter: " + state.filter();
        String right = Stream.of(filter, position)
                .filter(text -> !text.isEmpty())
                .reduce((a, b) -> a + "  " + b)
                .orElse("");
        int room = columns - PlainText.width(right) - 2;
        var left = new StringBuilder();
        for (String key : KEYS) {
            String longer = left + (left.isEmpty() ? "" : "  ") + key;
            if (PlainText.width(longer) > room) {
                break;
            }
            left.replace(0, left.length(), longer);
        }
        return styled(
                right.isEmpty() ? left.toString() : SafeText.fit(left.toString(), Math.max(0, room) + 2) + right,
                palette.faint());
    }

    private AttributedString styled(String text, AttributedStyle style) {
        return new AttributedString(SafeText.cut(text, columns), style);
    }
}
