package dev.yardmaster.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.activity.Entry.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntryQueueTest {
    private final EntryQueue queue = new EntryQueue();

    @Test
    void shouldReturnEntriesInTheirOrderAndOnce() {
        // Given
        List<Entry> entries = Stream.generate(EntryQueueTest::entry).limit(3).toList();
        entries.forEach(queue::add);

        // When
        List<Entry> first = queue.take(2);
        List<Entry> rest = queue.take(2);

        // Then
        assertThat(first).isEqualTo(entries.subList(0, 2));
        assertThat(rest).isEqualTo(entries.subList(2, 3));
        assertThat(queue.take(2)).isEmpty();
    }

    @Test
    void shouldKeepTheNewestFormOfAnEntry() {
        // Given
        Entry entry = entry();
        queue.add(entry);
        queue.add(entry.times(5));

        // When
        queue.putBack(List.of(entry.times(3)));

        // Then
        assertThat(queue.take(10)).containsExactly(entry.times(5));
    }

    @Test
    void shouldCountTheEntriesWithoutRoom() {
        // Given
        Stream.generate(EntryQueueTest::entry).limit(EntryQueue.MOST + 2L).forEach(queue::add);

        // When
        int lost = queue.takeLost();

        // Then
        assertThat(lost).isEqualTo(2);
        assertThat(queue.takeLost()).isZero();
        assertThat(queue.take(2 * EntryQueue.MOST)).hasSize(EntryQueue.MOST);
    }

    private static Entry entry() {
        return Entry.of(Actor.UNKNOWN, "request.refused", Subject.of(Map.of("status", 403)), Optional.empty());
    }
}
