package dev.yardmaster.security;

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

class AdminTokenTest {
    @TempDir
    Path directory;

    @Test
    void shouldCreateATokenThatOnlyItsOwnerCanRead() throws Exception {
        // Given
        Path home = directory.resolve("deep/home");

        // When
        AdminToken.of(home);

        // Then
        Path file = home.resolve("admin-token");
        assertThat(Files.readString(file)).matches("ym_[A-Za-z0-9_-]{43}\n");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(home)).isEqualTo("rwx------");
        assertThat(home.toFile().list()).containsExactly("admin-token");
    }

    @Test
    void shouldMatchItsOwnTokenOnly() throws Exception {
        // Given
        AdminToken token = AdminToken.of(directory);
        String right = Files.readString(fileIn(directory)).strip();
        String almost = right.substring(0, right.length() - 1) + (right.endsWith("A") ? "B" : "A");

        // When
        boolean matches = token.matches(right);

        // Then
        assertThat(matches).isTrue();
        assertThat(token.matches(almost)).isFalse();
        assertThat(token.matches(right + "A")).isFalse();
        assertThat(token.matches("")).isFalse();
        assertThat(Redactor.of(Map.of()).redact("Bearer=" + right)).isEqualTo("Bearer=***");
    }

    @Test
    void shouldKeepTheTokenAcrossRestarts() throws Exception {
        // Given
        AdminToken.of(directory);
        String first = Files.readString(fileIn(directory));

        // When
        AdminToken again = AdminToken.of(directory);

        // Then
        assertThat(Files.readString(fileIn(directory))).isEqualTo(first);
        assertThat(again.matches(first.strip())).isTrue();
    }

    @Test
    void shouldCreateADifferentTokenForEachHome() throws Exception {
        // Given
        AdminToken.of(directory.resolve("one"));
        String one = Files.readString(fileIn(directory.resolve("one")));

        // When
        AdminToken other = AdminToken.of(directory.resolve("other"));

        // Then
        assertThat(other.matches(one.strip())).isFalse();
    }

    @Test
    void shouldRemoveThePermissionsOfOtherUsers() throws Exception {
        // Given
        AdminToken.of(directory);
        Path file = fileIn(directory);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        // When
        AdminToken.of(directory);

        // Then
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "password", "ym_short", "ym_\u00e4"})
    void shouldRejectAFileWithoutAToken(String content) throws Exception {
        // Given
        AdminToken.of(directory);
        Path file = fileIn(directory);
        Files.writeString(file, content);

        // When
        var thrown = assertThatExceptionOfType(YardmasterException.class).isThrownBy(() -> AdminToken.of(directory));

        // Then
        thrown.matches(e -> e.code() == ErrorCode.ADMIN_TOKEN_UNUSABLE).withMessageContaining(file.toString());
    }

    @Test
    void shouldNameTheHomeThatCanNotBeUsed() throws Exception {
        // Given
        Path home = Files.writeString(directory.resolve("home"), "a file");

        // When
        var thrown = assertThatExceptionOfType(YardmasterException.class).isThrownBy(() -> AdminToken.of(home));

        // Then
        thrown.matches(e -> e.code() == ErrorCode.ADMIN_TOKEN_UNUSABLE).withMessageContaining(home.toString());
    }

    private static Path fileIn(Path home) {
        return home.resolve(AdminToken.FILE_NAME);
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
