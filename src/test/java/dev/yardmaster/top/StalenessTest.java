package dev.yardmaster.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StalenessTest {
    private final Staleness stale = new Staleness();

    @Test
    void shouldReadEachChangedThingOnceAndTheDispatcherWithIt() throws InterruptedException {
        // When
        change("task", "t1");
        change("task", "t1");
        change("agent", "a1");
        change("budget", "workspace");

        // Then
        assertThat(stale.await(Duration.ofMinutes(1))).isTrue();
        Staleness.Batch batch = stale.take();
        assertThat(batch.kinds()).containsExactly(Kind.DISPATCHER);
        assertThat(batch.things()).containsOnlyKeys(Kind.TASK, Kind.AGENT).containsEntry(Kind.TASK, Set.of("t1"));
        assertThat(stale.take().isEmpty()).isTrue();
    }

    @Test
    void shouldReadTheListIfManyThingsHaveChanged() {
        // When
        for (int i = 0; i < 21; i++) {
            change("task", "t" + i);
        }

        // Then
        Staleness.Batch batch = stale.take();
        assertThat(batch.kinds()).containsExactly(Kind.DISPATCHER, Kind.TASK);
        assertThat(batch.things()).isEmpty();
    }

    @Test
    void shouldReadEverythingAfterAReset() {
        // When
        change("pool", "p1");
        stale.changed(Fleets.json("{\"type\":\"reset\"}"));

        // Then
        assertThat(stale.take().kinds()).containsExactly(Kind.values());
    }

    @Test
    void shouldReadAgainWhatCouldNotBeRead() {
        // Given
        change("limit", "l1");
        Staleness.Batch failed = stale.take();
        change("limit", "l2");

        // When
        stale.again(failed);

        // Then
        assertThat(stale.take().things()).containsEntry(Kind.LIMIT, Set.of("l1", "l2"));
    }

    private void change(String kind, String id) {
        stale.changed(Fleets.json("{\"type\":\"%s.changed\",\"kind\":\"%s\",\"id\":\"%s\"}".formatted(kind, kind, id)));
    }
}
