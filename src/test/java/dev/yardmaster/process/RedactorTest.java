package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private final Redactor redactor = Redactor.of(Map.of(
            "MY_KEY", "value-of-a-key",
            "my_password", "value-of-a-key-and-more",
            "SHORT_TOKEN", "1234567",
            "PRIVATE_KEY", "first-line-of-it\nsecond-line-of-it",
            "HOME", "/home/somebody"));

    @ParameterizedTest
    @CsvSource({
        "plain text, plain text",
        "a value-of-a-key b, a *** b",
        "value-of-a-key-and-more, ***",
        "value-of-a-key value-of-a-key, *** ***",
        "second-line-of-it, ***",
        "1234567, 1234567",
        "/home/somebody/x, /home/somebody/x",
        "key sk-ant-api03-AbC_dEf-123 used, key *** used",
        "sk-proj-abcdefgh1234, ***",
        "task-force-of-the-desk-is-here, task-force-of-the-desk-is-here",
        "Authorization: Bearer abc.def-ghi_jkl=, Authorization: Bearer ***",
        "authorization: bearer abcdefghij, authorization: bearer ***",
        "ghp_abcdefghijklmnopqrst, ***",
        "github_pat_11ABCDEFG_xyz, ***",
        "https://me:secret@proxy:8080/x, https://***@proxy:8080/x",
        "https://example.org/a@b, https://example.org/a@b",
    })
    void shouldReplaceSecrets(String text, String expected) {
        // When
        String redacted = redactor.redact(text);

        // Then
        assertThat(redacted).isEqualTo(expected);
    }

    @Test
    void shouldReplaceASecretWithSeveralLines() {
        // When
        String redacted = redactor.redact("<first-line-of-it\nsecond-line-of-it>");

        // Then
        assertThat(redacted).isEqualTo("<***>");
    }
}
