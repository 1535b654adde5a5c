package dev.yardmaster.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private final Console console = console(out);

    @Test
    void shouldEndTheOpenLineBeforeANotice() {
        // Given
        console.print("half a li");

        // When
        console.notice("The connection\u001b broke.\nWait.");

        // Then
        console.print("\nnext\n");
        console.print("\n");
        assertThat(out.toString(UTF_8)).isEqualTo("half a li\nnext\n\n");
        assertThat(err.toString()).isEqualTo("The connection broke. Wait." + System.lineSeparator());
    }

    @Test
    void shouldPrintNothingAfterItIsClosed() {
        // Given
        console.print("half a li");

        // When
        console.close();

        // Then
        console.print("ne");
        console.notice("late");
        console.close();
        assertThat(out.toString(UTF_8)).isEqualTo("half a li\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldReportThatNobodyReadsTheOutput() {
        // Given
        Console closed = console(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        });

        // When
        var thrown = assertThatThrownBy(() -> closed.print("a\n"));

        // Then
        thrown.isInstanceOf(Console.OutputClosed.class);
    }

    private Console console(OutputStream output) {
        return new Console(new PrintStream(output, false, UTF_8), new PrintWriter(err));
    }
}
