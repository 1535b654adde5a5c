package dev.yardmaster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class DemoConsoleTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void shouldKeepTheStatusBelowTheLinesOfATerminal() {
        // Given
        DemoConsole console = console(true, true);

        // When
        console.status("in 2 s");
        console.line(console.green("done"));
        console.status("in 1 s");
        console.status("");

        // Then
        assertThat(output.toString(UTF_8))
                .isEqualTo("\r\u001b[2Kin 2 s" + "\r\u001b[2K\u001b[32mdone\u001b[0m\nin 2 s" + "\r\u001b[2Kin 1 s"
                        + "\r\u001b[2K");
    }

    @Test
    void shouldPrintPlainLinesWithoutAStatusWhereNoTerminalIs() {
        // Given
        DemoConsole console = console(false, false);

        // When
        console.status("in 2 s");
        console.line(console.green("done"));

        // Then
        assertThat(output.toString(UTF_8)).isEqualTo("done\n");
    }

    private DemoConsole console(boolean terminal, boolean coloured) {
        return new DemoConsole(new PrintStream(output, true, UTF_8), terminal, coloured);
    }
}
