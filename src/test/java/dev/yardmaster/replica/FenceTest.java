package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FenceTest {
    private final List<String> actions = new ArrayList<>();
    private boolean allowed = true;
    private final Fence fence = new Fence(() -> allowed, () -> actions.add("stop all"), this::stopEnded);

    private void stopEnded() {
        actions.add("stop ended");
        throw new IllegalStateException("The database is unreachable.");
    }

    @Test
    void shouldTryAgainAfterAFailure() {
        // When
        fence.checkDatabase();
        fence.checkDatabase();

        // Then
        assertThat(actions).containsExactly("stop ended", "stop ended");
    }

    @Test
    void shouldStopNothingWhileSessionsAreAllowed() {
        // When
        fence.checkHeartbeat();

        // Then
        assertThat(actions).isEmpty();
    }

    @Test
    void shouldStopAllSessionsUntilTheyAreAllowedAgain() {
        // Given
        allowed = false;
        fence.checkHeartbeat();
        // A session that was being started in the meantime must not survive.
        fence.checkHeartbeat();

        // When
        allowed = true;
        fence.checkHeartbeat();

        // Then
        assertThat(actions).containsExactly("stop all", "stop all");
    }
}
