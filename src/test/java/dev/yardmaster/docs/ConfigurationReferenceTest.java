package dev.yardmaster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");

    /** With {@code -Dreference.write=true} it writes the document instead. */
    @Test
    void shouldMatchTheConfigMappings() throws IOException {
        // When
        String reference = ConfigurationReference.markdown();

        // Then
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(DOCUMENT, reference);
        }
        assertThat(DOCUMENT)
                .as("run: ./mvnw -q test -Dtest=ConfigurationReferenceTest -Dreference.write=true")
                .hasContent(reference);
    }

    @Test
    void shouldExplainEveryProperty() throws IOException {
        // When
        var properties = ConfigurationReference.sections().stream()
                .flatMap(section -> section.properties().stream())
                .toList();

        // Then
        assertThat(properties)
                .hasSizeGreaterThan(30)
                .allSatisfy(property ->
                        assertThat(property.text()).as(property.name()).isNotBlank());
    }
}
