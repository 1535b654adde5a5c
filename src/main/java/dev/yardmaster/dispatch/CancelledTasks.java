package dev.yardmaster.dispatch;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.session.SessionRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Stops the sessions of cancelled tasks that run on this service. The end of the session then cancels the task. For any thread. */
@Singleton
class CancelledTasks {
    private static final Logger LOG = Logger.getLogger(CancelledTasks.class);
    private static final String CHANNEL = "yardmaster_cancel";
    private static final String SESSIONS = "SELECT session FROM task WHERE cancelling";

    private final Notifications notifications;
    private final SessionRegistry registry;
    private final Pool pool;

    CancelledTasks(Notifications notifications, SessionRegistry registry, Pool pool) {
        this.notifications = notifications;
        this.registry = registry;
        this.pool = pool;
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(
                CHANNEL, () -> stopAll().subscribe().with(_ -> {}), session -> stop(UUID.fromString(session)));
    }

    /** Also finds the sessions that were not yet running, or whose notification was lost. */
    @Scheduled(every = "5s", delayed = "5s")
    Uni<Void> stopAll() {
        return pool.query(SESSIONS)
                .execute()
                .invoke(rows -> rows.forEach(row -> stop(row.getUUID("session"))))
                .onFailure()
                .invoke(e -> LOG.warnf("state=cancelled_tasks_unknown error=%s; trying again", e))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Off the event loop, because it may wait for the session's lock. */
    private void stop(UUID session) {
        registry.find(session)
                .ifPresent(running -> Infrastructure.getDefaultWorkerPool().execute(running::stopByHand));
    }
}
