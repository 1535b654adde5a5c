package dev.yardmaster.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final Path LIST = Path.of("src/main/resources/dev/yardmaster/server/configuration/known.properties");

    @Test
    void shouldMatchTheConfigMappings() throws IOException {
        // When
        String reference = ConfigurationReference.markdown();

        // Then
        requireContent(DOCUMENT, reference);
    }

    @Test
    void shouldListEveryPropertyForTheService() throws IOException {
        // When
        String list = ConfigurationReference.list();

        // Then
        requireContent(LIST, list);
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

    /** With {@code -Dreference.write=true} it writes the file instead. */
    private static void requireContent(Path file, String content) throws IOException {
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(file, content);
        }
        assertThat(file)
                .as("run: ./mvnw -q test -Dtest=ConfigurationReferenceTest -Dreference.write=true")
                .hasContent(content);
    }
}
