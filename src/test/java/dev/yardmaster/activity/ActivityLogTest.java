package dev.yardmaster.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.activity.Entry.Subject;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The test runs the timers, and stands for the database. */
class ActivityLogTest {
    private final List<Entry> stored = new ArrayList<>();
    private final Queue<Runnable> timers = new ArrayDeque<>();
    private Function<List<Entry>, Uni<Void>> database = entries -> {
        stored.addAll(entries);
        return Uni.createFrom().voidItem();
    };
    private final ActivityLog log =
            new ActivityLog(entries -> database.apply(entries), (_, action) -> timers.add(action));

    @Test
    void shouldStoreAllEntriesOnce() {
        // Given
        List<Entry> entries =
                Stream.generate(ActivityLogTest::entry).limit(1000).toList();

        // When
        entries.forEach(log::add);
        runTimers();
        Entry later = entry();
        log.add(later);
        runTimers();

        // Then
        assertThat(stored)
                .hasSize(1001)
                .startsWith(entries.getFirst())
                .containsAll(entries)
                .endsWith(later);
    }

    @Test
    void shouldTryAgainWhileTheDatabaseDoesNotAnswer() {
        // Given
        Function<List<Entry>, Uni<Void>> works = database;
        database = _ -> Uni.createFrom().failure(new IllegalStateException("no connection"));
        Entry entry = entry();
        log.add(entry);
        IntStream.range(0, 5).forEach(_ -> timers.remove().run());

        // When
        database = works;
        runTimers();

        // Then
        assertThat(stored).containsExactly(entry);
    }

    @Test
    void shouldNotHoldUpOthersForAnEntryThatTheDatabaseRefuses() {
        // Given
        Entry bad = entry();
        Entry good = entry();
        Function<List<Entry>, Uni<Void>> works = database;
        database = entries -> entries.contains(bad)
                ? Uni.createFrom().failure(new PgException("invalid", "ERROR", "22P05", ""))
                : works.apply(entries);

        // When
        log.add(bad);
        log.add(good);
        runTimers();

        // Then
        assertThat(stored).containsExactly(good);
    }

    @Test
    void shouldRecordHowManyEntriesWereLost() {
        // Given
        Function<List<Entry>, Uni<Void>> works = database;
        database = _ -> Uni.createFrom().failure(new IllegalStateException("no connection"));
        Stream.generate(ActivityLogTest::entry).limit(EntryQueue.MOST + 7L).forEach(log::add);

        // When
        database = works;
        runTimers();

        // Then
        assertThat(stored)
                .filteredOn(entry -> entry.action().equals("activity.lost"))
                .extracting(Entry::after)
                .containsExactly(Optional.of(Map.of("entries", 7)));
        assertThat(stored).hasSize(EntryQueue.MOST + 1);
    }

    /** Runs timers until none is left. */
    private void runTimers() {
        while (!timers.isEmpty()) {
            timers.remove().run();
        }
    }

    private static Entry entry() {
        return Entry.of(Actor.token("ann"), "task.add", Subject.of(Map.of()), Optional.empty());
    }
}
