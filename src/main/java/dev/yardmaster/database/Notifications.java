package dev.yardmaster.database;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Receives the notifications of the database ({@code NOTIFY}) over a separate connection. For any thread. */
@Singleton
public class Notifications {
    private static final Logger LOG = Logger.getLogger(Notifications.class);

    private final PgSubscriber subscriber;

    Notifications(
            Vertx vertx,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            @ConfigProperty(name = "quarkus.datasource.password") Optional<String> password) {
        PgConnectOptions options = PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""));
        user.ifPresent(options::setUser);
        password.ifPresent(options::setPassword);
        subscriber = PgSubscriber.subscriber(vertx, options);
        // A broken connection is opened again, without a limit of attempts.
        subscriber.reconnectPolicy(retries -> Math.min(100L << Math.min(retries, 6), 5000L));
    }

    /**
     * Runs an action for each notification on a channel, and each time when listening begins, because notifications may have been missed
     * before. The action runs on an event loop, so it must not block.
     */
    public void listen(String channel, Runnable action) {
        subscriber.channel(channel).subscribeHandler(_ -> action.run()).handler(_ -> action.run());
    }

    void connect(@Observes StartupEvent event) {
        subscriber.connect().onFailure(e -> LOG.warnf("state=not_listening error=%s; trying again", e));
    }

    @PreDestroy
    void close() {
        subscriber.close();
    }
}
