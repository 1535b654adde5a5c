package dev.yardmaster.session.stream;

import static dev.yardmaster.session.stream.Sources.assertWaits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.EventFeed;
import dev.yardmaster.session.log.LogFixture;
import dev.yardmaster.session.log.SessionLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FeedSourceTest {
    private static final UUID AGENT = UUID.randomUUID();

    private final LogFixture logs = new LogFixture();
    private final SessionLog first = log(AGENT);
    private final SessionLog second = log(AGENT);
    private final SessionLog other = log(UUID.randomUUID());

    @Test
    void shouldFollowTheFeedInMemory() {
        // Given
        FeedSource source = source(Optional.empty(), "0");
        store(first, "a");
        Sources.read(source);
        int reads = logs.store().reads();
        store(other, "b", "c");

        // When
        var read = Sources.read(source);

        // Then
        assertWaits(read, "2-1", "2-2");
        assertThat(logs.store().reads()).isEqualTo(reads);
    }

    @Test
    void shouldReadFromTheStoreWhatAnEarlierServiceHasStored() {
        // Given
        store(first, "a");
        store(first, "b", "c");
        var source = new FeedSource(new EventFeed(), logs.store(), Optional.empty(), FeedCursor.parse("0"));

        // When
        var read = Sources.read(source);

        // Then
        assertWaits(read, "1-1", "2-2", "2-3");
    }

    @Test
    void shouldContinueInMemoryAfterTheStore() {
        // Given
        IntStream.range(0, 21).forEach(_ -> store(first, "x".repeat(1_000_000)));
        boolean allInMemory = logs.feed().after(0).isPresent();

        // When
        var read = Sources.read(source(Optional.empty(), "0"));

        // Then
        assertThat(allInMemory).isFalse();
        assertWaits(
                read,
                IntStream.rangeClosed(1, 21).mapToObj(seq -> seq + "-" + seq).toArray(String[]::new));
    }

    @Test
    void shouldShowOnlyTheSessionsOfTheAgent() {
        // Given
        store(first, "a");
        store(other, "b");
        FeedSource source = source(Optional.of(AGENT), "0");
        var before = Sources.read(source);
        store(other, "c");
        store(second, "d");

        // When
        var after = Sources.read(source);

        // Then
        assertWaits(before, "1-1");
        assertWaits(after, "4-1");
    }

    @Test
    void shouldStartInTheMiddleOfAChunk() {
        // Given
        store(first, "a", "b", "c");
        store(second, "d");

        // When
        var read = Sources.read(source(Optional.empty(), "1-2"));

        // Then
        assertWaits(read, "1-3", "2-1");
    }

    @Test
    void shouldNotRepeatAChunkThatTheClientHasSeen() {
        // Given
        store(first, "a", "b");
        store(second, "c");

        // When
        var read = Sources.read(source(Optional.empty(), "1-2"));

        // Then
        assertWaits(read, "2-1");
    }

    @Test
    void shouldShowOnlyNewEventsAfterTheNewestPosition() {
        // Given
        store(first, "a", "b");
        var source = new FeedSource(logs.feed(), logs.store(), Optional.empty(), FeedCursor.afterAllOf(1));
        var before = Sources.read(source);
        store(first, "c");

        // When
        var after = Sources.read(source);

        // Then
        assertWaits(before);
        assertWaits(after, "2-3");
    }

    @Test
    void shouldNotMissChunksThatTwoServicesStoreDuringARead() {
        // Given
        FeedSource source = source(Optional.empty(), "0");
        logs.store().duringNextRead(() -> {
            storeInAnotherService();
            store(first, "b");
        });

        // When
        var read = Sources.read(source);

        // Then
        assertWaits(read, "1-1", "2-1");
    }

    private FeedSource source(Optional<UUID> agent, String cursor) {
        return new FeedSource(logs.feed(), logs.store(), agent, FeedCursor.parse(cursor));
    }

    /** The chunk is in the database, but not in this service's feed. */
    private void storeInAnotherService() {
        var chunk = new Chunk(0, UUID.randomUUID(), AGENT, SliceFixture.of(1, new String[] {"{}"}, "a"));
        logs.store().insert(List.of(chunk)).await().indefinitely();
    }

    private SessionLog log(UUID agent) {
        return logs.log(UUID.randomUUID(), agent, LogFixture.NO_RING);
    }

    private void store(SessionLog log, String... lines) {
        LogFixture.append(log, lines);
        logs.storeAll();
    }
}
