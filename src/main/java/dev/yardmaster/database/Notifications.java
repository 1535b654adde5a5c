package dev.yardmaster.database;

import dev.yardmaster.process.KnownSecrets;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Receives the notifications of the database ({@code NOTIFY}) over a separate connection. For any thread. */
@Singleton
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);

    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final PgSubscriber subscriber;

    Notifications(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        this.vertx = vertx;
        PgConnectOptions options = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""));
        user.ifPresent(options::setUser);
        password.ifPresent(options::setPassword);
        password.filter(it -> !isWord(it)).ifPresent(KnownSecrets::add);
        subscriber = PgSubscriber.subscriber(vertx, options);
        // A broken connection is opened again, without a limit of attempts.
        subscriber.reconnectPolicy(retries -> Math.min(100L << Math.min(retries, 6), 5000L));
    }

    /**
     * Runs an action for each notification on a channel, and each time when listening begins, because notifications may have been missed
     * before. The action runs on an event loop, so it must not block.
     */
    public void listen(String channel, Runnable action) {
        listen(channel, action, _ -> action.run());
    }

    /**
     * Passes on the payload of each notification on a channel. Both actions run on an event loop, so they must not block.
     *
     * @param onListening runs each time when listening begins, because notifications may have been missed before
     */
    public void listen(String channel, Runnable onListening, Consumer<String> onPayload) {
        subscriber.channel(channel).subscribeHandler(_ -> onListening.run()).handler(onPayload::accept);
    }

    /**
     * Reads a copy of what the database contains, and keeps it up to date with the notifications on a channel. Blocks; fails if the database
     * does not answer in time.
     *
     * @param copy from {@link #copy}
     */
    public void keepUpToDate(String channel, MemoryCopy<?> copy) {
        copy.load();
        listen(channel, copy::reloadInBackground);
    }

    /**
     * Creates a copy, which is empty until {@link #keepUpToDate}.
     *
     * @param name what is copied, for the log
     * @param read reads the database; runs in a Vert.x context
     * @param install replaces the copy; called by one thread at a time
     */
    public <T> MemoryCopy<T> copy(String name, Supplier<Uni<T>> read, Consumer<T> install) {
        return new MemoryCopy<>(vertx, name, read, install);
    }

    /** Asks the database a trivial question over this connection, which no other work can occupy. */
    Future<Void> ask() {
        return Optional.ofNullable(subscriber.actualConnection())
                .map(connection -> connection.query("SELECT 1").execute().<Void>mapEmpty())
                .orElseGet(() -> Future.failedFuture("there is no connection to it."));
    }

    /** A weak password, such as {@code postgres}, occurs in normal text too. */
    private static boolean isWord(String password) {
        return password.chars().allMatch(Character::isLetter);
    }

    void connect(@Observes StartupEvent event) {
        subscriber.connect().onFailure(e -> LOG.warnf("state=not_listening error=%s; trying again", e));
    }

    /** Runs after everything that uses notifications has stopped. Waits, so that the connection is closed before its event loop is. */
    void close(@Observes @Priority(400) ShutdownEvent event) {
        try {
            subscriber.close().toCompletionStage().toCompletableFuture().get(CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf(e, "state=not_closed");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
