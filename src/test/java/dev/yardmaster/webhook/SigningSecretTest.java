package dev.yardmaster.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SigningSecretTest {
    /** The example of Standard Webhooks. */
    @Test
    void shouldSignAsStandardWebhooksDoes() {
        // Given
        var secret = new SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        // When
        String signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}");

        // Then
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldCreateSecretsThatDiffer() {
        // When
        SigningSecret one = SigningSecret.create();
        SigningSecret other = SigningSecret.create();

        // Then
        assertThat(one.text()).matches("whsec_[A-Za-z0-9+/]{43}=").isNotEqualTo(other.text());
        assertThat(one).hasToString("SigningSecret[]");
    }
}
