package dev.yardmaster.database;

import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs work on a Vert.x context of its own. Hibernate Reactive keeps its session in the Vert.x context, so work that does not come from an
 * HTTP request, such as work at startup or after a notification of the database, needs a context.
 */
public final class OwnContext {
    private OwnContext() {}

    /** Runs work and waits for its end. Not for event loops. Throws the failure of the work, or a timeout failure. */
    public static <T> void await(Supplier<Uni<T>> work, Duration timeout) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> work.get().ifNoItem().after(timeout).fail());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts work and returns at once. For any thread. */
    public static void run(Supplier<Uni<Void>> work, Consumer<Throwable> onFailure) {
        // Quarkus creates no new context for a caller on an event loop.
        Infrastructure.getDefaultWorkerPool()
                .execute(() -> VertxContextSupport.subscribe(
                        () -> work.get().toMulti(), items -> items.with(_ -> {}, onFailure)));
    }
}
