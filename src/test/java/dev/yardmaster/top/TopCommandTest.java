package dev.yardmaster.top;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Targets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopCommandTest {
    private final CannedService service = new CannedService(0);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path home;

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void shouldPrintTheFleetOnce() throws Exception {
        // Given
        FleetFixture.serve(service);

        // When
        run(UTF_8, "--once");

        // Then
        assertThat(out.toString(UTF_8).lines())
                .startsWith("Yardmaster  " + service.address() + " · version 1.2.3 · up 1h 02m", "Dispatcher  running")
                .anyMatch(line -> line.matches("  ada +running +claude-code +m-1 +Write the parser +"
                        + FleetFixture.ADA_SESSION + " +12k +\\$0.42"))
                .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void shouldPrintAsciiIfTheOutputTakesNothingElse() throws Exception {
        // Given
        FleetFixture.serve(service);

        // When
        run(US_ASCII, "--once");

        // Then
        assertThat(out.toString(US_ASCII))
                .contains("gpu #......... 1/40   yard ## 2/2", " - version 1.2.3", "????????????[2J");
    }

    @Test
    void shouldReadAllPages() throws Exception {
        // Given
        FleetFixture.serve(service);
        service.answer("/api/agents", "{\"items\":[{\"id\":\"x\",\"name\":\"first\"}],\"next\":\"x\"}");
        service.answer("/api/agents?after", FleetFixture.page(FleetFixture.AGENTS));

        // When
        run(UTF_8, "--once");

        // Then
        assertThat(out.toString(UTF_8)).contains("first", "ada");
    }

    /** A test has no terminal. */
    @Test
    void shouldExplainWhatToDoWithoutATerminal() {
        assertThatExceptionOfType(ClientException.class)
                .isThrownBy(() -> run(UTF_8))
                .withMessageContaining("--once")
                .matches(e -> e.kind().exitCode() == 2);
    }

    private void run(Charset charset, String... options) throws Exception {
        var targets =
                new Targets(Map.of("YARDMASTER_URL", service.address()), new Contexts(home.resolve("c.json")), home);
        var command = new TopCommand(
                targets, Map.of(), (_, _) -> {}, new PrintStream(out, true, charset), OptionalInt::empty);
        new CommandLine(command).parseArgs(options);
        command.call();
    }
}
