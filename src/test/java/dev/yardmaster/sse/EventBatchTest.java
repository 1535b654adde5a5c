package dev.yardmaster.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The test runs the timer. */
class EventBatchTest {
    private final List<Runnable> timers = new ArrayList<>();
    private final List<String> published = new ArrayList<>();
    private final EventBatch<String, Integer> batch = new EventBatch<>(
            Integer::sum, timers::add, changes -> published.add(changes.toString()), () -> published.add("discarded"));

    @Test
    void shouldMergeTheChangesOfAThing() {
        // Given
        batch.add("b", 1);
        batch.add("a", 2);
        batch.add("b", 4);

        // When
        runTimers();

        // Then
        assertThat(published).containsExactly("{b=5, a=2}");
    }

    @Test
    void shouldStartAnotherBatchAfterTheTimer() {
        // Given
        batch.add("a", 1);
        runTimers();

        // When
        batch.add("a", 2);
        runTimers();

        // Then
        assertThat(published).containsExactly("{a=1}", "{a=2}");
    }

    @Test
    void shouldDiscardABatchOfTooManyThings() {
        // Given
        IntStream.rangeClosed(0, 3 * EventBatch.MOST).forEach(i -> batch.add("thing-" + i, 1));
        runTimers();

        // When
        batch.add("a", 1);
        runTimers();

        // Then
        assertThat(published).containsExactly("discarded", "{a=1}");
    }

    /** Runs the timers that have been started, one for each batch. */
    private void runTimers() {
        assertThat(timers).hasSize(1);
        timers.removeFirst().run();
    }
}
