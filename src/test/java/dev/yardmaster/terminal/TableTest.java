package dev.yardmaster.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    private static final Table TABLE = new Table(
            List.of("NAME", "TITLE", "STATE"),
            List.of(
                    List.of("ada", "Fix the 登录 page, which takes very long to load", "open"),
                    List.of("bob", "Löschen", "running")));

    @Test
    void shouldShowAllOfTheTextWithoutATerminal() {
        assertThat(TABLE.lines(OptionalInt.empty()))
                .containsExactly(
                        "NAME  TITLE                                             STATE",
                        "ada   Fix the 登录 page, which takes very long to load  open",
                        "bob   Löschen                                           running");
    }

    @Test
    void shouldCutTheWidestColumn() {
        assertThat(TABLE.lines(OptionalInt.of(30)))
                .containsExactly(
                        "NAME  TITLE            STATE", "ada   Fix the 登录 p…  open", "bob   Löschen          running");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 12, 26, 40, 80, 400})
    void shouldFitTheTerminal(int columns) {
        assertThat(TABLE.lines(OptionalInt.of(columns))).allMatch(line -> PlainText.width(line) <= columns);
    }

    @Test
    void shouldShowTheHeaderOfAnEmptyTable() {
        assertThat(new Table(List.of("NAME", "STATE"), List.of()).lines(OptionalInt.of(80)))
                .containsExactly("NAME  STATE");
    }

    @Test
    void shouldShowEachRowOnOneLineWithoutControlCharacters() {
        // Given
        var table = new Table(List.of("TITLE"), List.of(List.of("one\ntwo\u001b[31m\tthree\u202e")));

        // Then
        assertThat(table.lines(OptionalInt.empty())).containsExactly("TITLE", "one two[31m three");
    }
}
