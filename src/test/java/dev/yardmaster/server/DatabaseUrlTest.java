package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseUrlTest {
    private static final String URL = "postgresql://user:password@host/database";

    @TempDir
    Path temp;

    @Test
    void shouldReadTheUrlFromTheFileThatTheEnvironmentNames() throws IOException {
        // Given
        Path file = Files.writeString(temp.resolve("url"), URL + "\n");

        // When
        Optional<String> url = DatabaseUrl.in(Map.of(DatabaseUrl.FILE_VARIABLE, file.toString()));

        // Then
        assertThat(url).contains(URL);
    }

    @Test
    void shouldPreferTheVariable() {
        // When
        Optional<String> url = DatabaseUrl.in(Map.of(DatabaseUrl.VARIABLE, URL, DatabaseUrl.FILE_VARIABLE, "/nowhere"));

        // Then
        assertThat(url).contains(URL);
    }

    @Test
    void shouldNameAFileThatCannotBeRead() {
        // Given
        Map<String, String> environment = Map.of(DatabaseUrl.FILE_VARIABLE, "/nowhere/url");

        // When, Then
        assertThatThrownBy(() -> DatabaseUrl.in(environment))
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("/nowhere/url")
                .hasMessageContaining(DatabaseUrl.FILE_VARIABLE);
    }

    @Test
    void shouldBeEmptyWithoutVariables() {
        // When
        Optional<String> url = DatabaseUrl.in(Map.of(DatabaseUrl.VARIABLE, " "));

        // Then
        assertThat(url).isEmpty();
    }
}
