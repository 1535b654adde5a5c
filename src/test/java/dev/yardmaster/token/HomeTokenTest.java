package dev.yardmaster.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.Redactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTokenTest {
    @TempDir
    Path directory;

    @Test
    void shouldCreateATokenThatOnlyItsOwnerCanRead() throws Exception {
        // Given
        Path home = directory.resolve("deep/home");

        // When
        HomeToken.of(home);

        // Then
        Path file = home.resolve("admin-token");
        assertThat(Files.readString(file)).matches("ym_[A-Za-z0-9_-]{43}\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(home.toFile().list()).containsExactly("admin-token");
    }

    @Test
    void shouldMakeTheTokenKnownForRedaction() {
        // Given
        String token = HomeToken.of(directory);

        // When
        String text = Redactor.of(Map.of()).redact("Bearer=" + token);

        // Then
        assertThat(text).isEqualTo("Bearer=***");
    }

    @Test
    void shouldKeepTheTokenAcrossRestarts() throws Exception {
        // Given
        HomeToken.of(directory);
        String first = Files.readString(fileIn(directory));

        // When
        String again = HomeToken.of(directory);

        // Then
        assertThat(Files.readString(fileIn(directory))).isEqualTo(first);
        assertThat(again).isEqualTo(first.strip());
    }

    @Test
    void shouldCreateADifferentTokenForEachHome() throws Exception {
        // Given
        String one = HomeToken.of(directory.resolve("one"));

        // When
        String other = HomeToken.of(directory.resolve("other"));

        // Then
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void shouldRemoveThePermissionsOfOtherUsers() throws Exception {
        // Given
        HomeToken.of(directory);
        Path file = fileIn(directory);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        // When
        HomeToken.of(directory);

        // Then
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "password", "ym_short", "ym_\u00e4"})
    void shouldRejectAFileWithoutAToken(String content) throws Exception {
        // Given
        HomeToken.of(directory);
        Path file = fileIn(directory);
        Files.writeString(file, content);

        // When
        var thrown = assertThatExceptionOfType(YardmasterException.class).isThrownBy(() -> HomeToken.of(directory));

        // Then
        thrown.matches(e -> e.code() == ErrorCode.ADMIN_TOKEN_UNUSABLE).withMessageContaining(file.toString());
    }

    @Test
    void shouldNameTheHomeThatCanNotBeUsed() throws Exception {
        // Given
        Path home = Files.writeString(directory.resolve("home"), "a file");

        // When
        var thrown = assertThatExceptionOfType(YardmasterException.class).isThrownBy(() -> HomeToken.of(home));

        // Then
        thrown.matches(e -> e.code() == ErrorCode.ADMIN_TOKEN_UNUSABLE).withMessageContaining(home.toString());
    }

    private static Path fileIn(Path home) {
        return home.resolve(HomeToken.FILE_NAME);
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
