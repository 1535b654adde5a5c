package dev.yardmaster.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.top.Key.Name;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlsTest {
    private final FleetView fleet = Fleets.working().view();
    private ViewState state = ViewState.INITIAL;
    private Optional<Action> action = Optional.empty();

    @Test
    void shouldMoveTheSelectionWithinTheTable() {
        assertThat(selectedAfter("j")).isEqualTo("bo");
        assertThat(selectedAfter("k", "k")).isEqualTo("ada");
        assertThat(selectedAfter("G", "j")).isEqualTo("dan");
        press(Key.of(Name.PAGE_UP));
        assertThat(selected().name()).isEqualTo("bo");
        press(Key.of(Name.HOME));
        assertThat(selected().name()).isEqualTo("ada");
    }

    @Test
    void shouldKeepTheAgentSelectedWhenItsSessionEnds() {
        // Given
        type("j");
        Fleet later = Fleets.working();
        later.remove(Kind.SESSION, FleetFixture.BO_SESSION);

        // When
        AgentRow row = state.row(later.view().agents()).orElseThrow();

        // Then
        assertThat(row.name()).isEqualTo("bo");
        assertThat(row.run()).isEmpty();
    }

    @Test
    void shouldOpenTheSessionOfTheRow() {
        // When
        type("j");
        press(Key.of(Name.ENTER));

        // Then
        assertThat(action).contains(new Action.Open(FleetFixture.BO_SESSION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "\r"})
    void shouldExplainThatARowHasNoSession(String key) {
        // When
        type("G");
        press(key.equals("s") ? Key.text(key) : Key.of(Name.ENTER));

        // Then
        assertThat(action).isEmpty();
        assertThat(state.notice()).contains(new ViewState.Notice("dan has no session now.", true));
    }

    @Test
    void shouldStopASessionOnlyAfterAConfirmation() {
        // When
        type("s", "n");

        // Then
        assertThat(action).isEmpty();
        assertThat(state.mode()).isEqualTo(new Mode.Table());

        // When
        type("s", "y");

        // Then
        assertThat(action).contains(new Action.Stop("ada", FleetFixture.ADA_SESSION));
    }

    @Test
    void shouldPauseForTheTypedTimeOrUntilResumed() {
        // When
        type("p", "1", "h", "x");
        press(Key.of(Name.BACKSPACE));
        press(Key.of(Name.ENTER));

        // Then
        assertThat(action).contains(new Action.Pause(Optional.of(Duration.ofHours(1))));

        // When
        type("p");
        press(Key.of(Name.ENTER));

        // Then
        assertThat(action).contains(new Action.Pause(Optional.empty()));
    }

    @Test
    void shouldExplainAWrongTimeAndKeepIt() {
        // When
        type("p", "q");
        press(Key.of(Name.ENTER));

        // Then
        assertThat(action).isEmpty();
        assertThat(state.mode())
                .isInstanceOfSatisfying(
                        Mode.Pausing.class,
                        pausing -> assertThat(pausing.error().orElseThrow()).contains("'q'", "30m"));

        // When
        press(Key.of(Name.CLEAR));

        // Then
        assertThat(state.mode()).isEqualTo(new Mode.Pausing("", Optional.empty()));
    }

    @Test
    void shouldFilterWhileTheUserTypes() {
        // When
        type("/", "b", "o");

        // Then
        assertThat(state.rows(fleet)).extracting(AgentRow::name).containsExactly("bo");

        // When
        press(Key.of(Name.ENTER));
        type("q");

        // Then
        assertThat(action).contains(new Action.Quit());

        // When
        press(Key.of(Name.ESCAPE));

        // Then
        assertThat(state.rows(fleet)).hasSize(4);
    }

    @Test
    void shouldDeleteAWholeCharacterOfTheFilter() {
        // When
        type("/", "a", "😀");
        press(Key.of(Name.BACKSPACE));

        // Then
        assertThat(state.filter()).isEqualTo("a");
    }

    @Test
    void shouldMoveNowhereInAnEmptyTable() {
        // When
        type("/", "~");
        press(Key.of(Name.DOWN));
        press(Key.of(Name.ENTER));
        press(Key.of(Name.ENTER));

        // Then
        assertThat(action).isEmpty();
        assertThat(state.notice()).contains(new ViewState.Notice("No agent is selected.", true));
    }

    @Test
    void shouldQuitInEveryMode() {
        for (String mode : List.of("/", "p", "s", "?")) {
            // When
            type(mode);
            press(Key.of(Name.INTERRUPT));

            // Then
            assertThat(action).as(mode).contains(new Action.Quit());
            press(Key.of(Name.ESCAPE));
        }
    }

    private String selectedAfter(String... keys) {
        type(keys);
        return selected().name();
    }

    private AgentRow selected() {
        return state.row(state.rows(fleet)).orElseThrow();
    }

    private void type(String... keys) {
        for (String key : keys) {
            press(Key.text(key));
        }
    }

    private void press(Key key) {
        Controls.Step step = new Controls(state, state.rows(fleet), 2).on(key);
        state = step.state();
        action = step.action();
    }
}
