package dev.yardmaster.activity;

import dev.yardmaster.activity.Entry.Subject;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Stores what requests do. A request only adds its entry to a queue in memory, and one writer stores the queue, many entries at a time. So the
 * activity can't fail a request or slow it down. The transaction of the request would be exact, but each service of each package would have to
 * write the entry, and could forget it; a full disk or a long lock of this one table would stop all work. The price: a crash loses the entries
 * of the last {@link #DELAY} milliseconds, and while the database does not answer, entries that the queue has no room for are lost. Their
 * number becomes an entry itself. For any thread.
 */
@Singleton
class ActivityLog {
    private static final Logger LOG = Logger.getLogger(ActivityLog.class);

    private static final long DELAY = 50;
    private static final long RETRY = 1000;
    private static final int AT_ONCE = 200;
    private static final Duration AT_SHUTDOWN = Duration.ofSeconds(2);

    private final Function<List<Entry>, Uni<Void>> store;
    private final BiConsumer<Long, Runnable> timer;
    private final EntryQueue queue = new EntryQueue();
    private final AtomicBoolean writing = new AtomicBoolean();

    @Inject
    ActivityLog(ActivityRepository repository, Vertx vertx) {
        this(repository::store, (millis, action) -> vertx.setTimer(millis, _ -> action.run()));
    }

    /**
     * @param store stores entries, all or none
     * @param timer runs an action after some milliseconds
     */
    ActivityLog(Function<List<Entry>, Uni<Void>> store, BiConsumer<Long, Runnable> timer) {
        this.store = store;
        this.timer = timer;
    }

    /** Adds an entry, or a later form of one. Does not wait for the database. */
    void add(Entry entry) {
        queue.add(entry);
        wake();
    }

    private void wake() {
        if (writing.compareAndSet(false, true)) {
            timer.accept(DELAY, this::write);
        }
    }

    /** Stores what is left while the database still runs. */
    void close(@Observes @Priority(200) ShutdownEvent event) {
        try {
            store(queue.take(EntryQueue.MOST)).await().atMost(AT_SHUTDOWN);
        } catch (TimeoutException e) {
            LOG.warnf("state=activity_not_stored error=%s", e);
        }
    }

    private void write() {
        List<Entry> batch = queue.take(AT_ONCE);
        int lost = queue.takeLost();
        if (lost > 0) {
            // The queue has room again.
            queue.add(lost(lost));
        }
        if (batch.isEmpty()) {
            writing.set(false);
            // An entry that was added just before has found the writer busy.
            if (!queue.isEmpty()) {
                wake();
            }
            return;
        }
        store(batch).subscribe().with(left -> {
            queue.putBack(left);
            timer.accept(left.isEmpty() ? DELAY : RETRY, this::write);
        });
    }

    /** Returns the entries that could not be stored, to try again. */
    private Uni<List<Entry>> store(List<Entry> batch) {
        return batch.isEmpty()
                ? Uni.createFrom().item(List.of())
                : store.apply(batch)
                        .replaceWith(List.<Entry>of())
                        .onFailure()
                        .recoverWithUni(failure -> failed(batch, failure));
    }

    private Uni<List<Entry>> failed(List<Entry> batch, Throwable failure) {
        LOG.warnf("state=activity_not_stored entries=%d error=%s", batch.size(), failure);
        if (!isRefused(failure)) {
            return Uni.createFrom().item(batch);
        }
        // The database has refused an entry. It must not hold up the others.
        return batch.size() == 1
                ? Uni.createFrom().item(List.of())
                : Multi.createFrom()
                        .iterable(batch)
                        .onItem()
                        .transformToUniAndConcatenate(entry -> store(List.of(entry)))
                        .onItem()
                        .transformToIterable(left -> left)
                        .collect()
                        .asList();
    }

    /** Whether the database would refuse the same entries again: for a value, or for a constraint. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof PgException refused
                && (refused.getSqlState().startsWith("22")
                        || refused.getSqlState().startsWith("23"));
    }

    private static Entry lost(int count) {
        return Entry.of(
                Actor.service("activity"), "activity.lost", Subject.of(Map.of("entries", count)), Optional.empty());
    }
}
