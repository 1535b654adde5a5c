package dev.yardmaster.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FenceTest {
    private final List<String> checks = new ArrayList<>();

    @Test
    void shouldTryAgainAfterAFailure() {
        // Given
        var fence = new Fence(() -> {
            checks.add("check");
            throw new IllegalStateException("The database is unreachable.");
        });

        // When
        fence.check();
        fence.check();

        // Then
        assertThat(checks).hasSize(2);
    }
}
