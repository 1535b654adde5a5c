package dev.yardmaster.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    @ParameterizedTest
    @CsvSource({
        "NO_COLOR, 1, false",
        "NO_COLOR, '', true",
        "CLICOLOR, 0, false",
        "CLICOLOR, 1, true",
        "TERM, dumb, false",
        "TERM, xterm, true"
    })
    void shouldHaveColorsInATerminalUnlessTheUserWantsNone(String variable, String value, boolean colored) {
        // When
        Screen screen = Screen.of(OptionalInt.of(80), Map.of(variable, value));

        // Then
        assertThat(screen.colored()).isEqualTo(colored);
    }

    @Test
    void shouldHaveNoColorsWithoutATerminal() {
        // When
        Screen screen = Screen.of(OptionalInt.empty(), Map.of("TERM", "xterm"));

        // Then
        assertThat(screen.colored()).isFalse();
    }
}
