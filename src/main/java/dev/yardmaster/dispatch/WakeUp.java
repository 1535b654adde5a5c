package dev.yardmaster.dispatch;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Wakes the dispatcher when the database says that something changed which may concern it. */
@Singleton
class WakeUp {
    private static final Logger LOG = Logger.getLogger(WakeUp.class);
    private static final String CHANNEL = "yardmaster_dispatch";

    private final Semaphore signals = new Semaphore(0);
    private final PgSubscriber subscriber;

    WakeUp(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        PgConnectOptions options = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""));
        user.ifPresent(options::setUser);
        password.ifPresent(options::setPassword);
        subscriber = PgSubscriber.subscriber(vertx, options);
        // A connection that breaks is made again for ever; meanwhile the dispatcher looks by itself now and then.
        subscriber.reconnectPolicy(retries -> Math.min(100L << Math.min(retries, 6), 5000L));
    }

    void start(@Observes StartupEvent event) {
        subscriber.channel(CHANNEL).handler(_ -> now());
        subscriber.connect().onFailure(e -> LOG.warnf("state=not_listening error=%s; looking every few seconds", e));
    }

    @PreDestroy
    void close() {
        subscriber.close();
    }

    /** Wakes the dispatcher. */
    void now() {
        signals.release();
    }

    /** Waits until it is woken, or for a time. All signals up to then count as one. */
    void await(Duration time) {
        try {
            if (signals.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
