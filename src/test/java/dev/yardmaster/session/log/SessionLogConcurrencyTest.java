package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.Segment;
import dev.yardmaster.session.frame.SliceFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child that prints, a store that writes and readers of different speeds run concurrently, with events of random size. */
@Timeout(60)
class SessionLogConcurrencyTest {
    private static final int EVENTS = 6_000;
    private static final long POLL_NANOS = 20_000;

    private final SessionLog log = new SessionLog(
            UUID.randomUUID(),
            UUID.randomUUID(),
            () -> new LogLimits(Segment.FULL, 2 * Segment.FULL),
            new MemorySpool(),
            _ -> {});
    private final Map<Long, LogSlice> stored = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveEveryReaderEveryEventOnceAndInOrder(long seed) throws Exception {
        // Given
        List<Callable<List<String>>> readers = List.of(() -> read(0), () -> read(1), () -> read(200));

        // When
        List<List<String>> seen = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            threads.submit(() -> print(new Random(seed)));
            threads.submit(this::storeAll);
            for (Future<List<String>> reader : threads.invokeAll(readers)) {
                seen.add(reader.get());
            }
        }

        // Then
        List<String> expected = expected(new Random(seed));
        assertThat(seen).allSatisfy(lines -> assertThat(lines).isEqualTo(expected));
    }

    private void print(Random random) {
        for (int number = 1; number <= EVENTS; number++) {
            log.append(Line.of("line " + number), List.of(new AgentEvent.UserMessage(text(number, random))));
            if (random.nextInt(20) == 0) {
                log.publish();
            }
        }
        Chunk last = log.end(SessionEnd.of(SessionState.COMPLETED, "done"));
        log.awaitStored();
        store(last.slice());
        log.publishEnd();
    }

    private void storeAll() {
        while (!log.ended() || log.storedSeq() < log.lastSeq()) {
            Optional<LogSlice> next = log.unstored();
            next.ifPresentOrElse(this::store, () -> LockSupport.parkNanos(POLL_NANOS));
        }
    }

    private void store(LogSlice slice) {
        synchronized (stored) {
            stored.put(slice.lastSeq(), slice);
        }
        log.stored(slice.lastSeq());
    }

    /** Reads as a source does: from memory, else from the store. It parses the slices only at the end. */
    private List<String> read(int micros) {
        List<LogSlice> slices = new ArrayList<>();
        long cursor = 0;
        while (true) {
            boolean ended = log.ended();
            Optional<LogSlice> next = log.after(cursor);
            if (next.isEmpty() && cursor < log.lastSeq()) {
                next = fromStore(cursor);
            }
            if (next.isPresent()) {
                slices.add(next.get());
                cursor = next.get().lastSeq();
            } else if (ended) {
                return slices.stream()
                        .flatMap(slice -> summaries(slice).stream())
                        .toList();
            }
            LockSupport.parkNanos(micros * 1_000L);
        }
    }

    private Optional<LogSlice> fromStore(long cursor) {
        synchronized (stored) {
            return stored.values().stream()
                    .filter(slice -> slice.lastSeq() > cursor)
                    .findFirst()
                    .map(slice -> Frames.cut(slice, cursor));
        }
    }

    /** The id, the raw lines and a hash of the text of each event. */
    private static List<String> summaries(LogSlice slice) {
        List<String> frames = SliceFixture.frames(slice);
        List<String> raw = SliceFixture.raw(slice);
        return IntStream.range(0, frames.size())
                .mapToObj(i -> summary(frames.get(i), raw.get(i)))
                .toList();
    }

    private static String summary(String frame, String raw) {
        int text = frame.indexOf("\"text\":\"");
        String content = text < 0 ? "end" : frame.substring(text + 8, frame.length() - 5);
        return frame.substring(0, frame.indexOf('\n')) + " " + raw + " " + content.hashCode();
    }

    private static List<String> expected(Random random) {
        List<String> expected = new ArrayList<>();
        for (int number = 1; number <= EVENTS; number++) {
            expected.add("id: " + number + " line " + number + " "
                    + text(number, random).hashCode());
            random.nextInt(20);
        }
        expected.add("id: " + (EVENTS + 1) + "  " + "end".hashCode());
        return expected;
    }

    /** A text that is usually short, and sometimes longer than a segment. */
    private static String text(int number, Random random) {
        int length = random.nextInt(500) == 0 ? random.nextInt(2 * Segment.FULL) : random.nextInt(600);
        return number + "x".repeat(length);
    }
}
