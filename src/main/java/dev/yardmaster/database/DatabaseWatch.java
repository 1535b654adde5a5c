package dev.yardmaster.database;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the database a trivial question every second, over a connection that is never busy. So it is known at any time, without waiting,
 * whether the database answers. For any thread.
 */
@Singleton
class DatabaseWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Notifications connection;
    // The next question is asked only after the answer to the last one, so there is one writer at a time.
    private volatile DatabaseState state = DatabaseState.GOOD;
    private volatile long timer;

    DatabaseWatch(Vertx vertx, Notifications connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(INTERVAL.toMillis(), _ -> ask());
    }

    void stop(@Observes @Priority(90) ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** What is wrong with the database, as a sentence; empty if nothing is. Does not block. */
    Optional<String> problem() {
        return state.problem(System.nanoTime());
    }

    private void ask() {
        if (state.isWaiting()) {
            return;
        }
        Future<Void> answer = connection.ask();
        state = state.asked(System.nanoTime());
        answer.onSuccess(_ -> state = DatabaseState.GOOD).onFailure(this::failed);
    }

    private void failed(Throwable failure) {
        String reason = Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
        state = DatabaseState.failed(reason);
    }
}
