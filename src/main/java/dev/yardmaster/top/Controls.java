package dev.yardmaster.top;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.command.Times;
import dev.yardmaster.top.ViewState.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What keys do. Pure.
 *
 * @param state before the key
 * @param rows the rows that the filter selects
 * @param page how many rows the screen shows
 */
record Controls(ViewState state, List<AgentRow> rows, int page) {
    private static final int LONGEST_INPUT = 100;

    /** The state after a key, and what else the key asks for. */
    record Step(ViewState state, Optional<Action> action) {}

    Step on(Key key) {
        return switch (key.name()) {
            case INTERRUPT, CLOSED -> step(new Action.Quit());
            case SUSPEND -> step(new Action.Suspend());
            case REDRAW -> step(new Action.Redraw());
            default -> new Controls(state.withoutNotice(), rows, page).inMode(key);
        };
    }

    private Step inMode(Key key) {
        return switch (state.mode()) {
            case Mode.Table() -> inTable(key);
            case Mode.Help() -> step(state.in(new Mode.Table()));
            case Mode.Filtering() -> inFilter(key);
            case Mode.Pausing pausing -> inPause(pausing, key);
            case Mode.Stopping stopping -> inStop(stopping, key);
        };
    }

    private Step inTable(Key key) {
        return switch (key.name()) {
            case UP -> move(-1);
            case DOWN -> move(1);
            case PAGE_UP -> move(-page);
            case PAGE_DOWN -> move(page);
            case HOME -> move(-rows.size());
            case END -> move(rows.size());
            case ENTER -> ofSession(running -> step(new Action.Open(running.session())));
            case ESCAPE -> step(state.filtered(""));
            case TEXT -> command(key.text());
            default -> step(state);
        };
    }

    private Step command(String letter) {
        return switch (letter) {
            case "k" -> move(-1);
            case "j" -> move(1);
            case "g" -> move(-rows.size());
            case "G" -> move(rows.size());
            case "/" -> step(state.in(new Mode.Filtering()));
            case "?", "h" -> step(state.in(new Mode.Help()));
            case "p" -> step(state.in(new Mode.Pausing("", Optional.empty())));
            case "r" -> step(new Action.Resume());
            case "s" ->
                ofSession(running ->
                        step(state.in(new Mode.Stopping(row().orElseThrow().name(), running))));
            case "q" -> step(new Action.Quit());
            default -> step(state);
        };
    }

    private Step inFilter(Key key) {
        return switch (key.name()) {
            case ENTER -> step(state.in(new Mode.Table()));
            case ESCAPE -> step(state.filtered("").in(new Mode.Table()));
            case UP -> move(-1);
            case DOWN -> move(1);
            default -> step(state.filtered(edited(state.filter(), key)));
        };
    }

    private Step inPause(Mode.Pausing pausing, Key key) {
        return switch (key.name()) {
            case ESCAPE -> step(state.in(new Mode.Table()));
            case ENTER -> pause(pausing.text().strip());
            default -> step(state.in(new Mode.Pausing(edited(pausing.text(), key), Optional.empty())));
        };
    }

    private Step pause(String text) {
        try {
            Optional<Duration> length =
                    text.isEmpty() ? Optional.empty() : Optional.of(Times.duration("The length of the pause", text));
            return new Step(state.in(new Mode.Table()), Optional.of(new Action.Pause(length)));
        } catch (ClientException e) {
            return step(state.in(new Mode.Pausing(text, Optional.of(SafeText.message(e)))));
        }
    }

    private Step inStop(Mode.Stopping stopping, Key key) {
        ViewState table = state.in(new Mode.Table());
        return key.text().equalsIgnoreCase("y")
                ? new Step(
                        table,
                        Optional.of(
                                new Action.Stop(stopping.agent(), stopping.run().session())))
                : step(table.with(new Notice("The session runs on.", false)));
    }

    private Step ofSession(Function<AgentRow.Run, Step> then) {
        return row().flatMap(AgentRow::run)
                .map(then)
                .orElseGet(() -> step(state.with(new Notice(
                        row().map(row -> row.name() + " has no session now.").orElse("No agent is selected."), true))));
    }

    private Step move(int by) {
        if (rows.isEmpty()) {
            return step(state);
        }
        int index = rows.indexOf(row().orElseThrow());
        return step(state.select(rows.get(Math.clamp((long) index + by, 0, rows.size() - 1))));
    }

    private Optional<AgentRow> row() {
        return state.row(rows);
    }

    private static String edited(String text, Key key) {
        return switch (key.name()) {
            case TEXT -> text.length() < LONGEST_INPUT ? text + key.text() : text;
            case BACKSPACE -> text.isEmpty() ? text : text.substring(0, text.offsetByCodePoints(text.length(), -1));
            case CLEAR -> "";
            default -> text;
        };
    }

    private static Step step(ViewState state) {
        return new Step(state, Optional.empty());
    }

    private Step step(Action action) {
        return new Step(state, Optional.of(action));
    }
}
