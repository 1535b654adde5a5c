package dev.yardmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoAccountTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.700Z");

    @TempDir
    Path directory;

    private DemoAccount account;

    @BeforeEach
    void open() {
        account = open(1);
    }

    @Test
    void shouldReachTheLimitInTheTurnAfterTheAllowance() throws IOException {
        // When
        boolean first = account.isLastTurn();
        boolean second = account.isLastTurn();

        // Then
        assertThat(first).isFalse();
        assertThat(second).isTrue();
    }

    @Test
    void shouldShareTurnsAndLimitsBetweenSessions() throws IOException {
        // Given
        account.isLastTurn();
        boolean lastInOtherSession = open(1).isLastTurn();

        // When
        Instant until = account.limit(NOW);

        // Then
        assertThat(lastInOtherSession).isTrue();
        assertThat(until).isEqualTo("2026-01-31T12:00:06Z");
        assertThat(open(1).limitedUntil(NOW)).contains(until);
    }

    @Test
    void shouldAllowEverythingAfterTheReset() throws IOException {
        // Given
        Instant until = open(0).limit(NOW);

        // When
        var limitedUntil = open(0).limitedUntil(until);

        // Then
        assertThat(limitedUntil).isEmpty();
        assertThat(open(0).isLastTurn()).isFalse();
    }

    private DemoAccount open(int allowance) {
        return new DemoAccount(directory.resolve("north"), allowance, Duration.ofSeconds(6));
    }
}
