package dev.yardmaster.top;

import java.util.List;
import java.util.Optional;

/**
 * What the user has chosen. Immutable.
 *
 * @param selected the key of the selected row
 * @param filter what the rows contain; empty for all rows
 * @param notice the result of the last command
 */
record ViewState(Mode mode, Optional<String> selected, String filter, Optional<Notice> notice) {
    static final ViewState INITIAL = new ViewState(new Mode.Table(), Optional.empty(), "", Optional.empty());

    /** A message for the user, until the next key. */
    record Notice(String text, boolean error) {}

    /** The rows that the filter selects. */
    List<AgentRow> rows(FleetView fleet) {
        return fleet.agents().stream().filter(row -> row.matches(filter)).toList();
    }

    /** The selected row; the first one if the selected row does not exist any more. */
    Optional<AgentRow> row(List<AgentRow> rows) {
        return rows.stream()
                .filter(row -> selected.filter(row.key()::equals).isPresent())
                .findFirst()
                .or(() -> rows.stream().filter(this::isOfSelectedAgent).findFirst())
                .or(() -> rows.stream().findFirst());
    }

    /** The row of an agent gets another key when its session starts or ends. */
    private boolean isOfSelectedAgent(AgentRow row) {
        return selected.filter(key -> key.startsWith(row.agent())).isPresent();
    }

    ViewState in(Mode other) {
        return new ViewState(other, selected, filter, notice);
    }

    ViewState select(AgentRow row) {
        return new ViewState(mode, Optional.of(row.key()), filter, notice);
    }

    ViewState filtered(String text) {
        return new ViewState(mode, selected, text, notice);
    }

    ViewState with(Notice result) {
        return new ViewState(mode, selected, filter, Optional.of(result));
    }

    ViewState withoutNotice() {
        return new ViewState(mode, selected, filter, Optional.empty());
    }
}
