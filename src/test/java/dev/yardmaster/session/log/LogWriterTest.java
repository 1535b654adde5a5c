package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.SliceFixture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogWriterTest {
    private static final UUID SESSION = UUID.randomUUID();

    private final ManualParking parking = new ManualParking();
    private final LogFixture logs = new LogFixture(parking);
    private final MemoryChunkStore store = logs.store();
    private final LogWriter writer = logs.writer();
    private final SessionLog log = logs.log(SESSION);

    @Test
    void shouldStoreEventsAndAddThemToTheFeed() {
        // Given
        LogFixture.append(log, "a", "b");

        // When
        writer.storeNext();

        // Then
        Chunk stored = store.batches().getFirst().getFirst();
        assertThat(stored.session()).isEqualTo(SESSION);
        assertThat(SliceFixture.raw(stored.slice())).containsExactly("a", "b");
        assertThat(log.storedSeq()).isEqualTo(2);
        assertThat(logs.feed().after(0).orElseThrow())
                .extracting(Chunk::position)
                .containsExactly(stored.position());
        assertThat(writer.hasWork()).isFalse();
    }

    @Test
    void shouldWaitUntilALogHasEvents() {
        // Given
        parking.during(() -> {});
        parking.during(() -> LogFixture.append(log, "a"));

        // When
        writer.storeNext();

        // Then
        assertThat(log.storedSeq()).isEqualTo(1);
    }

    @Test
    void shouldPauseSoThatEventsAreStoredTogether() {
        // Given
        LogFixture.append(log, "a");
        parking.during(() -> LogFixture.append(log, "b"));
        parking.during(() -> LogFixture.append(log, "c"));

        // When
        writer.storeNext();

        // Then
        assertThat(store.ranges()).containsExactly("1-3");
        assertThat(parking.waits()).containsExactly(LogWriter.PAUSE);
    }

    @Test
    void shouldStoreAFullSegmentWithoutAPause() {
        // Given
        LogFixture.append(log, "a");
        parking.during(() -> LogFixture.fill(log, 1));

        // When
        writer.storeNext();

        // Then
        assertThat(log.storedSeq()).isPositive();
        assertThat(parking.waits()).isEmpty();
    }

    @Test
    void shouldStoreSeveralLogsInOneInsert() {
        // Given
        SessionLog other = logs.log(UUID.randomUUID());
        LogFixture.append(log, "a");
        LogFixture.append(other, "b");

        // When
        writer.storeNext();

        // Then
        assertThat(store.batches())
                .singleElement()
                .satisfies(batch ->
                        assertThat(batch).extracting(Chunk::session).containsExactly(SESSION, other.session()));
    }

    @Test
    void shouldLimitTheSizeOfAnInsert() {
        // Given
        List<SessionLog> many =
                Stream.generate(() -> logs.log(UUID.randomUUID())).limit(20).toList();
        many.forEach(it -> LogFixture.fill(it, 2));

        // When
        logs.storeAll();

        // Then
        assertThat(store.batches()).hasSizeGreaterThan(1).allSatisfy(batch -> {
            long beforeLast = batch.stream()
                    .limit(batch.size() - 1L)
                    .mapToLong(LogWriterTest::bytes)
                    .sum();
            assertThat(beforeLast).isLessThan(LogWriter.BATCH_BYTES);
        });
        many.forEach(store::assertContiguous);
    }

    @Test
    void shouldServeTheOtherLogsBeforeALogThatIsDueAgain() {
        // Given
        LogFixture.fill(log, 20);
        List<SessionLog> others =
                Stream.generate(() -> logs.log(UUID.randomUUID())).limit(10).toList();
        others.forEach(it -> LogFixture.fill(it, 1));

        // When
        logs.storeAll();

        // Then
        List<UUID> order = store.batches().stream()
                .flatMap(List::stream)
                .map(Chunk::session)
                .toList();
        assertThat(order.subList(0, 11))
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of(SESSION), others.stream().map(SessionLog::session))
                                .toList());
        assertThat(order.subList(11, order.size())).contains(SESSION);
        store.assertContiguous(log);
    }

    @Test
    void shouldStoreAllEventsBeforeItStops() throws Exception {
        // Given
        var threaded = new LogFixture(Parking.THREAD);
        SessionLog busy = threaded.log(SESSION);
        threaded.writer().start(new StartupEvent());
        LogFixture.fill(busy, 3);

        // When
        threaded.writer().stop(new ShutdownEvent());

        // Then
        assertThat(busy.storedSeq()).isEqualTo(busy.lastSeq());
    }

    private static long bytes(Chunk chunk) {
        return chunk.slice().frames().length() + chunk.slice().raw().length();
    }
}
