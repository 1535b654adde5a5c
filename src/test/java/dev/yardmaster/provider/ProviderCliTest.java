package dev.yardmaster.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ProviderCliTest {
    private static final Path NATIVE =
            Path.of("src/main/resources/META-INF/native-image/dev.yardmaster/provider/reachability-metadata.json");

    @Test
    void shouldFindTheCliOfEachProviderWithTheVersionThatTestsUse() throws IOException {
        // Given
        var pins = new Properties();
        try (InputStream file = ProviderCliTest.class.getResourceAsStream("/clis.properties")) {
            pins.load(file);
        }

        // When
        var clis = ProviderCli.all();

        // Then
        assertThat(clis).extracting(cli -> cli.id().value()).containsExactly("claude-code", "codex", "opencode");
        assertThat(clis)
                .allSatisfy(cli -> assertThat(cli.testedVersion()).isEqualTo(pins.getProperty(cli.id() + ".version")));
    }

    @Test
    void shouldBePartOfTheNativeExecutable() throws IOException {
        // When
        String metadata = Files.readString(NATIVE);

        // Then
        assertThat(ProviderCli.all())
                .allSatisfy(cli ->
                        assertThat(metadata).contains("\"" + cli.getClass().getName() + "\""));
    }
}
