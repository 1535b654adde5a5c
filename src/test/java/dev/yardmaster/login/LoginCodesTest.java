package dev.yardmaster.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ManualClock;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LoginCodesTest {
    private final ManualClock clock = new ManualClock();
    private final LoginCodes codes = new LoginCodes(clock);
    private final UUID token = UUID.randomUUID();

    @Test
    void shouldAcceptACodeOnce() {
        // Given
        String code = codes.create(token);

        // When
        Optional<UUID> first = codes.take(code);
        Optional<UUID> second = codes.take(code);

        // Then
        assertThat(code).matches("ym_[A-Za-z0-9_-]{43}");
        assertThat(first).contains(token);
        assertThat(second).isEmpty();
    }

    @Test
    void shouldRefuseACodeThatHasExpired() {
        // Given
        String code = codes.create(token);

        // When
        clock.advance(LoginCodes.LIFETIME);

        // Then
        assertThat(codes.take(code)).isEmpty();
    }

    @Test
    void shouldKeepABoundedNumberOfCodes() {
        // Given
        String oldest = codes.create(token);

        // When
        for (int i = 0; i < LoginCodes.MOST; i++) {
            codes.create(token);
        }

        // Then
        assertThat(codes.take(oldest)).isEmpty();
    }
}
