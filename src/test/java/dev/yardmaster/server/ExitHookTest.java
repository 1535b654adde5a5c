package dev.yardmaster.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExitHookTest {
    private final AtomicInteger closings = new AtomicInteger();

    @Test
    void shouldCloseTheDatabaseIfTheServiceDoesNotCloseInTime() {
        // Given
        var hook = new ExitHook(Duration.ZERO);
        hook.opened(closings::incrementAndGet);

        // When
        hook.run();

        // Then
        assertThat(closings).hasValue(1);
    }

    @Test
    void shouldLeaveTheDatabaseAloneIfEverythingIsClosed() {
        // Given
        var hook = new ExitHook(Duration.ofMinutes(1));
        hook.opened(closings::incrementAndGet);
        hook.closed();

        // When
        hook.run();

        // Then
        assertThat(closings).hasValue(0);
    }

    @Test
    void shouldReturnIfNoDatabaseWasOpened() {
        // Given
        var hook = new ExitHook(Duration.ZERO);

        // When
        hook.run();

        // Then
        assertThat(closings).hasValue(0);
    }
}
