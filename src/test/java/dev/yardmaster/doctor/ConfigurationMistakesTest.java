package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.configuration.ConfigurationCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationMistakesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReportEachMistakeWithItsFix() throws IOException {
        // Given
        configure("yardmaster.health.every=abc\nyardmaster.dispach.tick=1s\n");

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(
                        Finding.failed(
                                "configuration",
                                "Unknown property yardmaster.dispach.tick in config/application.properties, line 2.",
                                "The nearest known one is yardmaster.dispatch.poll. Correct the name, or remove the property."),
                        Finding.failed(
                                "configuration",
                                "The value 'abc' of yardmaster.health.every in config/application.properties, line 1 is wrong.",
                                "It must be a duration (such as 90s, 10m or PT10M) or off."));
    }

    @Test
    void shouldReportAFileThatCannotBeRead() throws IOException {
        // Given
        configure("yardmaster.home=\\u12");

        // When
        var findings = run();

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAILED);
            assertThat(finding.detail()).contains("config/application.properties can't be read");
            assertThat(finding.fix()).hasValue("Correct or remove it.");
        });
    }

    @Test
    void shouldFindNoMistake() throws IOException {
        // Given
        configure("yardmaster.health.every=10m");

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(Finding.ok(
                        "configuration",
                        "The environment and config/application.properties in " + directory + " have no mistake."));
    }

    private List<Finding> run() {
        return new ConfigurationMistakes(new ConfigurationCheck(Map.of(), directory), directory).run();
    }

    private void configure(String properties) throws IOException {
        Files.createDirectory(directory.resolve("config"));
        Files.writeString(directory.resolve("config/application.properties"), properties);
    }
}
