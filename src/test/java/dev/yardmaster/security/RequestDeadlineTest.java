package dev.yardmaster.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {
    @Test
    void shouldCloseAConnectionThatSendsNoAllowedRequestHoweverSlowlyItSends() {
        // Given
        var connection = new EmbeddedChannel(new RequestDeadline());
        connection.freezeTime();

        // When
        for (int second = 1; second < RequestDeadline.TIMEOUT.toSeconds(); second++) {
            connection.advanceTimeBy(1, TimeUnit.SECONDS);
            connection.writeInbound((byte) 'x');
        }
        boolean openBefore = connection.isOpen();
        connection.advanceTimeBy(1, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();

        // Then
        assertThat(openBefore).isTrue();
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldLeaveAConnectionOpenOnceItsDeadlineHasEnded() {
        // Given
        var connection = new EmbeddedChannel(new RequestDeadline());
        connection.freezeTime();

        // When
        connection.pipeline().remove(RequestDeadline.class);
        connection.advanceTimeBy(1, TimeUnit.HOURS);
        connection.runScheduledPendingTasks();

        // Then
        assertThat(connection.isOpen()).isTrue();
    }
}
