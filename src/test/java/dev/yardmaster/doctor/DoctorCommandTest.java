package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.testkit.RunningHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final FakeService service = new FakeService();
    private Path home;
    private FakePrograms programs;

    @BeforeEach
    void createHome() throws IOException {
        home = directory.resolve("home");
        programs = new FakePrograms(Files.createDirectory(directory.resolve("bin")))
                .with("git", "echo git version 2.39.5");
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), "quarkus.http.port=0\n");
    }

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void shouldSucceedWithWarnings() {
        // Given
        claude("echo '99.0.0 (Claude Code)'");

        // When
        int exitCode = execute("--home", home.toString());

        // Then
        assertThat(out.toString())
                .contains("warning  service          No service runs on the home " + home + ".")
                .contains("fix: yardmaster start --home " + home)
                .contains("ok       providers        1 CLI is ready.")
                .contains("0 failed, ");
        assertThat(exitCode).isZero();
        assertThat(home).doesNotExist();
    }

    @Test
    void shouldFailIfSomethingIsMissing() {
        // When
        int exitCode = execute("--home", home.toString(), "--quiet");

        // Then
        assertThat(out.toString()).contains("failed   providers").doesNotContain("ok   ", "1 failed");
        assertThat(exitCode).isOne();
    }

    @Test
    void shouldPrintAllChecksInTheirOrderAsJson() throws Exception {
        // When
        execute("--home", home.toString(), "--server", service.address().toString(), "--json");

        // Then
        List<String> checks = new ArrayList<>();
        for (JsonNode finding : new ObjectMapper().readTree(out.toString())) {
            checks.add(finding.path("check").asText());
            assertThat(finding.properties()).hasSize(4);
            assertThat(finding.path("state").asText()).isIn("ok", "warning", "failed");
            assertThat(finding.path("fix").isNull())
                    .isEqualTo(finding.path("state").asText().equals("ok"));
        }
        checks.remove("inodes");
        assertThat(checks)
                .containsExactly(
                        "program",
                        "memory",
                        "file-descriptors",
                        "locale",
                        "home",
                        "disk",
                        "configuration",
                        "port",
                        "database",
                        "git",
                        "service",
                        "version",
                        "ready",
                        "service-clock",
                        "token",
                        "providers");
    }

    @Test
    void shouldUseTheServiceOfTheHomeThatIsNamed() throws IOException {
        // Given
        Files.createDirectory(home);
        try (var _ = new RunningHome(home, service.address())) {
            // When
            execute("--home", home.toString());

            // Then
            assertThat(out.toString()).contains("The service answers at " + service.address() + " (from the home).");
        }
    }

    private void claude(String script) {
        programs.with("claude", script);
    }

    private int execute(String... arguments) {
        var command = new DoctorCommand(programs.environment(), () -> directory.resolve("cache"), directory);
        return new CommandLine(command).setOut(new PrintWriter(out)).execute(arguments);
    }
}
