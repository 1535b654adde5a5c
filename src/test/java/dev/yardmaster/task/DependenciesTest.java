package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.task.Dependencies.Dependency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);
    private static final UUID D = new UUID(0, 4);

    @Test
    void shouldFindTheShortestCycle() {
        // Given
        List<Dependency> dependencies =
                List.of(needs(A, B), needs(B, C), needs(C, D), needs(D, A), needs(A, D), needs(B, D));

        // When
        Optional<List<UUID>> cycle = Dependencies.cycle(A, dependencies);

        // Then
        assertThat(cycle).contains(List.of(A, D, A));
    }

    @Test
    void shouldFindATaskThatDependsOnItself() {
        // When
        Optional<List<UUID>> cycle = Dependencies.cycle(A, List.of(needs(A, A)));

        // Then
        assertThat(cycle).contains(List.of(A, A));
    }

    @Test
    void shouldFindNoCycleInADiamond() {
        // Given
        List<Dependency> diamond = List.of(needs(A, B), needs(A, C), needs(B, D), needs(C, D));

        // When
        Optional<List<UUID>> cycle = Dependencies.cycle(A, diamond);

        // Then
        assertThat(cycle).isEmpty();
    }

    @Test
    void shouldFindAVeryLongCycle() {
        // Given
        int length = 50_000;
        List<Dependency> chain = IntStream.range(0, length)
                .mapToObj(i -> needs(new UUID(1, i), new UUID(1, (i + 1) % length)))
                .toList();

        // When
        Optional<List<UUID>> cycle = Dependencies.cycle(new UUID(1, 0), chain);

        // Then
        assertThat(cycle.orElseThrow()).hasSize(length + 1);
    }

    private static Dependency needs(UUID task, UUID needs) {
        return new Dependency(task, needs);
    }
}
