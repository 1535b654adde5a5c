package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.LogSlice;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventFeedTest {
    private static final int MEGABYTE = 1024 * 1024;

    private final EventFeed feed = new EventFeed();

    @Test
    void shouldSendReadersToTheStoreWhileItIsEmpty() {
        // When
        Optional<List<Chunk>> found = feed.after(0);

        // Then
        assertThat(found).isEmpty();
        assertThat(feed.lastPosition()).isZero();
    }

    @Test
    void shouldSortChunksThatAreAddedTogether() {
        // When
        feed.add(List.of(chunk(9, 10), chunk(7, 10), chunk(8, 10)));

        // Then
        assertThat(positions(6)).contains(List.of(7L, 8L, 9L));
        assertThat(positions(8)).contains(List.of(9L));
        assertThat(positions(9)).contains(List.of());
        assertThat(positions(5)).isEmpty();
        assertThat(feed.lastPosition()).isEqualTo(9);
    }

    @Test
    void shouldSendReadersToTheStoreForEvictedChunks() {
        // Given
        LongStream.rangeClosed(1, 20).forEach(position -> feed.add(List.of(chunk(position, MEGABYTE))));

        // When
        Optional<List<Long>> old = positions(11);

        // Then
        assertThat(old).isEmpty();
        assertThat(positions(12).orElseThrow()).containsExactly(13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
    }

    @Test
    void shouldKeepTheNewestChunkOfAnySize() {
        // When
        feed.add(List.of(chunk(1, 10), chunk(2, 20 * MEGABYTE)));

        // Then
        assertThat(positions(1)).contains(List.of(2L));
    }

    @Test
    void shouldNotHoldRawLines() {
        // Given
        var slice = new LogSlice(1, 1, ByteSlice.of(new byte[10]), ByteSlice.of(new byte[MEGABYTE]));

        // When
        feed.add(List.of(new Chunk(1, UUID.randomUUID(), UUID.randomUUID(), slice)));

        // Then
        assertThat(feed.after(0).orElseThrow().getFirst().slice().raw().array()).isEmpty();
    }

    @Test
    void shouldSendReadersToTheStoreForChunksOfAnotherService() {
        // Given
        feed.add(List.of(chunk(1, 10)));

        // When
        feed.announce(3);

        // Then
        assertThat(positions(1)).isEmpty();
        assertThat(positions(3)).contains(List.of());
        assertThat(feed.lastPosition()).isEqualTo(3);
    }

    @Test
    void shouldSendReadersToTheStoreForChunksBetweenItsOwn() {
        // Given
        feed.add(List.of(chunk(1, 10)));

        // When
        feed.add(List.of(chunk(3, 10)));

        // Then
        assertThat(positions(1)).isEmpty();
        assertThat(positions(2)).contains(List.of(3L));
    }

    @Test
    void shouldSendReadersToTheStoreForChunksBetweenThoseThatAreAddedTogether() {
        // Given
        feed.add(List.of(chunk(1, 10)));

        // When
        feed.add(List.of(chunk(2, 10), chunk(5, 10), chunk(6, 10)));

        // Then
        assertThat(positions(1)).isEmpty();
        assertThat(positions(2)).isEmpty();
        assertThat(positions(4)).contains(List.of(5L, 6L));
    }

    @Test
    void shouldIgnoreAnAnnouncementOfKnownChunks() {
        // Given
        feed.add(List.of(chunk(1, 10), chunk(2, 10)));

        // When
        feed.announce(2);

        // Then
        assertThat(positions(0)).contains(List.of(1L, 2L));
    }

    @Test
    void shouldIgnoreChunksThatAreOlderThanItsNewest() {
        // Given
        feed.add(List.of(chunk(5, 10)));

        // When
        feed.add(List.of(chunk(4, 10)));

        // Then
        assertThat(positions(4)).contains(List.of(5L));
        assertThat(positions(3)).isEmpty();
    }

    private Optional<List<Long>> positions(long after) {
        return feed.after(after)
                .map(chunks -> chunks.stream().map(Chunk::position).toList());
    }

    private static Chunk chunk(long position, int bytes) {
        var slice = new LogSlice(1, 1, ByteSlice.of(new byte[bytes]), ByteSlice.EMPTY);
        return new Chunk(position, UUID.randomUUID(), UUID.randomUUID(), slice);
    }
}
