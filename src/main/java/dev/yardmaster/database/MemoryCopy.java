package dev.yardmaster.database;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps a copy in memory of what the database contains, so that no request waits for it. The copy is read at startup, after each change by
 * this service, and after each notification, which the database sends when any service has changed it. For any thread.
 */
public final class MemoryCopy<T> {
    private static final Logger LOG = Logger.getLogger(MemoryCopy.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final String name;
    private final Supplier<Uni<T>> read;
    private final Consumer<T> install;
    private long started;
    private long installed;

    /**
     * @param name what is copied, for the log
     * @param read reads the database; runs in a Vert.x context
     * @param install replaces the copy; called by one thread at a time
     */
    MemoryCopy(Vertx vertx, String name, Supplier<Uni<T>> read, Consumer<T> install) {
        this.vertx = vertx;
        this.name = name;
        this.read = read;
        this.install = install;
    }

    /** Reads the copy for the first time. Blocks; fails if the database does not answer in time. */
    void load() {
        OwnContext.await(this::reload, TIMEOUT);
    }

    /** Reads the copy again. Needs a Vert.x context, such as that of an HTTP request. */
    public Uni<Void> reload() {
        return Uni.createFrom().deferred(() -> {
            long turn = nextTurn();
            return read.get().invoke(rows -> install(turn, rows)).replaceWithVoid();
        });
    }

    /** Tries until it succeeds, because the copy is out of date until then. */
    void reloadInBackground() {
        reloadInBackground(FIRST_RETRY);
    }

    private void reloadInBackground(Duration pause) {
        OwnContext.run(this::reload, failure -> {
            LOG.warnf("state=%s_not_read error=%s; trying again", name, failure);
            Duration next = pause.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? pause.multipliedBy(2) : LAST_RETRY;
            vertx.setTimer(pause.toMillis(), _ -> reloadInBackground(next));
        });
    }

    private synchronized long nextTurn() {
        return ++started;
    }

    /** Reads can overtake each other. The one that started last has the newest rows, so an earlier one that ends later is ignored. */
    private synchronized void install(long turn, T rows) {
        if (turn > installed) {
            installed = turn;
            install.accept(rows);
        }
    }
}
