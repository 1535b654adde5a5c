package dev.yardmaster.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final String SECRET = "naïve – 日本語 🚂";

    @TempDir
    Path home;

    private SecretBox box;
    private Path key;

    @BeforeEach
    void create() {
        box = new SecretBox(home);
        key = home.resolve(SecretBox.FILE_NAME);
    }

    @Test
    void shouldDecryptASecretOfAnEarlierRun() {
        // Given
        String sealed = box.seal(SECRET, "here");

        // When
        String opened = new SecretBox(home).open(sealed, "here");

        // Then
        assertThat(opened).isEqualTo(SECRET);
    }

    @Test
    void shouldMakeItsSecretsAndItsKeyKnownForRedaction() throws IOException {
        // Given
        box.seal(SECRET, "here");

        // When
        String text = Redactor.of(Map.of())
                .redact("<" + SECRET + "> <" + Files.readString(key).strip() + ">");

        // Then
        assertThat(text).isEqualTo("<***> <***>");
    }

    @Test
    void shouldEncryptTheSameSecretDifferentlyEachTime() {
        // When
        String one = box.seal(SECRET, "here");
        String other = box.seal(SECRET, "here");

        // Then
        assertThat(one).isNotEqualTo(other).doesNotContain(SECRET);
    }

    @Test
    void shouldCreateAPrivateKeyOnFirstUse() throws IOException {
        // Given
        assertThat(key).doesNotExist();

        // When
        box.seal(SECRET, "here");

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldDecryptForTheSamePlaceOnly() {
        // Given
        String sealed = box.seal(SECRET, "here");

        // When
        var thrown = assertThatThrownBy(() -> box.open(sealed, "there"));

        // Then
        assertReportsTheKey(thrown, "is not the key");
    }

    @Test
    void shouldReportAChangedKey() throws IOException {
        // Given
        String sealed = box.seal(SECRET, "here");
        Files.delete(key);
        box.seal("another", "here");

        // When
        var thrown = assertThatThrownBy(() -> box.open(sealed, "here"));

        // Then
        assertReportsTheKey(thrown, "is not the key");
    }

    @Test
    void shouldNotCreateAKeyForDecryption() throws IOException {
        // Given
        String sealed = box.seal(SECRET, "here");
        Files.delete(key);

        // When
        var thrown = assertThatThrownBy(() -> box.open(sealed, "here"));

        // Then
        assertReportsTheKey(thrown, "is missing");
        assertThat(key).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no base64!", "c2hvcnQ="})
    void shouldReportAnInvalidKeyFile(String content) throws IOException {
        // Given
        Files.writeString(key, content);

        // When
        var thrown = assertThatThrownBy(() -> box.seal(SECRET, "here"));

        // Then
        assertReportsTheKey(thrown, "is not a valid key");
    }

    private void assertReportsTheKey(AbstractThrowableAssert<?, ? extends Throwable> thrown, String what) {
        thrown.isInstanceOfSatisfying(YardmasterException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SECRET_KEY_UNUSABLE);
            assertThat(e.detail()).contains(key.toString(), what, "Put the right file back");
        });
    }
}
