package dev.yardmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextsTest {
    private static final Context ONE = new Context("one", URI.create("http://one.example"), Optional.of("secret"));
    private static final Context TWO = new Context("two", URI.create("http://two.example"), Optional.empty());

    @TempDir
    private Path directory;

    private Path file;
    private Contexts contexts;

    @BeforeEach
    void create() {
        file = directory.resolve("config/yardmaster/contexts.json");
        contexts = new Contexts(file);
    }

    @Test
    void shouldKeepContextsInAFileOfTheUserOnly() throws IOException {
        // When
        contexts.put(ONE);
        contexts.put(TWO);

        // Then
        assertThat(new Contexts(file).all()).containsExactly(ONE, TWO);
        assertThat(contexts.current()).contains(TWO);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void shouldUseAndRemoveContexts() {
        // Given
        contexts.put(ONE);
        contexts.put(TWO);

        // When
        contexts.use("one");
        Optional<Context> used = contexts.current();
        contexts.remove("one");

        // Then
        assertThat(used).contains(ONE);
        assertThat(contexts.all()).containsExactly(TWO);
        assertThat(contexts.current()).isEmpty();
    }

    @Test
    void shouldReportAnUnknownContext() {
        assertThatThrownBy(() -> contexts.use("three"))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("The context 'three' does not exist.");
    }

    @Test
    void shouldReportABrokenFileAndKeepIt() throws IOException {
        // Given
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{broken");

        // Then
        assertThatThrownBy(() -> contexts.put(ONE))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("Correct or remove it.");
        assertThat(file).hasContent("{broken");
    }

    @Test
    void shouldRemoveAContextWithAWrongServer() throws IOException {
        // Given
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"contexts\": {\"bad\": {\"server\": \"a b\"}}}");

        // Then
        assertThatThrownBy(() -> contexts.all())
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("The server of 'bad' in " + file + " is 'a b'.");
        contexts.remove("bad");
        assertThat(contexts.all()).isEmpty();
    }

    @Test
    void shouldFindTheFileOfTheUser() {
        // Given
        Path home = Path.of("/home/ann");

        // Then
        assertThat(Contexts.defaultFile(Map.of(), home)).hasToString("/home/ann/.config/yardmaster/contexts.json");
        assertThat(Contexts.defaultFile(Map.of("XDG_CONFIG_HOME", "/etc/ann"), home))
                .hasToString("/etc/ann/yardmaster/contexts.json");
    }
}
