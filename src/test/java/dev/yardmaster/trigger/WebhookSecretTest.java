package dev.yardmaster.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookSecretTest {
    /** The example of GitHub's documents. */
    private static final WebhookSecret SECRET = new WebhookSecret("It's a Secret to Everybody");

    private static final String RIGHT = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                RIGHT + ", -, true",
                "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, -, false",
                "sha256=, -, false",
                "sha256=00, Bearer It's a Secret to Everybody, false",
                "-, Bearer It's a Secret to Everybody, true",
                "-, Bearer It's a Secret, false",
                "-, It's a Secret to Everybody, false",
                "-, -, false",
            })
    void shouldAcceptARightSignatureOrTheSecret(String signature, String authorization, boolean accepted) {
        // When
        boolean result = SECRET.accepts(
                "Hello, World!".getBytes(StandardCharsets.UTF_8),
                Optional.ofNullable(signature),
                Optional.ofNullable(authorization));

        // Then
        assertThat(result).isEqualTo(accepted);
    }

    @Test
    void shouldCreateAnotherSecretEachTimeAndNotShowIt() {
        // When
        WebhookSecret one = WebhookSecret.create();
        WebhookSecret other = WebhookSecret.create();

        // Then
        assertThat(one.text()).startsWith("ymt_").hasSize(47).isNotEqualTo(other.text());
        assertThat(one.toString()).doesNotContain(one.text());
    }
}
