package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class FindingPrinterTest {
    private static final Finding OK = Finding.ok("git", "git 2.39.5 is installed.");
    private static final Finding WARNING = Finding.warning("service", "No service runs.", "yardmaster start");

    private final StringWriter out = new StringWriter();

    @Test
    void shouldPrintTheFixBelowTheFinding() {
        // When
        print(Ansi.OFF, OK, WARNING, Finding.failed("home", "It is open.", "chmod 700 home"));

        // Then
        assertThat(out).hasToString("""
                ok       git              git 2.39.5 is installed.
                warning  service          No service runs.
                         fix: yardmaster start
                failed   home             It is open.
                         fix: chmod 700 home
                """);
    }

    @Test
    void shouldColorTheMarkOnly() {
        // When
        print(Ansi.ON, WARNING);

        // Then
        assertThat(out.toString()).contains("\u001b[33mwarning", "\u001b[0mservice          No service runs.");
    }

    @Test
    void shouldRemoveControlCharactersOfOtherPrograms() {
        // When
        print(Ansi.OFF, Finding.warning("cli:x", "\u001b[2Jbad\nnews @|red x|@", "\u0007do"));

        // Then
        assertThat(out.toString()).contains("[2Jbad news @|red x|@").doesNotContain("\u001b", "\u0007");
    }

    @Test
    void shouldCountWhatNeedsAttention() {
        // Given
        var printer = printer(Ansi.OFF);

        // When
        printer.printSummary(List.of(OK));
        printer.printSummary(List.of(OK, WARNING, Finding.failed("home", "It is open.", "Close it.")));
        printer.printSummary(List.of(WARNING, WARNING));

        // Then
        assertThat(out).hasToString("""
                All checks passed.
                1 failed, 1 warning.
                0 failed, 2 warnings.
                """);
    }

    @Test
    void shouldPrintAnArray() throws Exception {
        // When
        printer(Ansi.ON).printJson(List.of(OK, WARNING));

        // Then
        assertThat(out.toString().replaceAll("\\s+", " ").strip())
                .isEqualTo("[ { \"check\" : \"git\", \"state\" : \"ok\", \"detail\" : \"git 2.39.5 is installed.\","
                        + " \"fix\" : null }, { \"check\" : \"service\", \"state\" : \"warning\","
                        + " \"detail\" : \"No service runs.\", \"fix\" : \"yardmaster start\" } ]");
    }

    private void print(Ansi ansi, Finding... findings) {
        List.of(findings).forEach(printer(ansi)::print);
    }

    private FindingPrinter printer(Ansi ansi) {
        return new FindingPrinter(new PrintWriter(out), ansi);
    }
}
