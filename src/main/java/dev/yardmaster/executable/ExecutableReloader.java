package dev.yardmaster.executable;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Keeps the service's executables as the database has them: reads all anew at the start, after each change of its own, and when another
 * service has changed something. For any thread.
 */
@Singleton
public class ExecutableReloader {
    private static final Logger LOG = Logger.getLogger(ExecutableReloader.class);
    private static final String CHANNEL = "yardmaster_settings";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Before the dispatcher starts a session, which it does without a priority. */
    private static final int EARLY = 1000;

    private final ExecutablePaths paths;
    private final ExecutableRepository repository;
    private final ExecutableSecrets secrets;
    private final Executables executables;
    private final Notifications notifications;
    private final Pool pool;
    private final Event<ExecutablesChanged> changed;
    private long started;
    private long installed;

    ExecutableReloader(
            ExecutablePaths paths,
            ExecutableRepository repository,
            ExecutableSecrets secrets,
            Executables executables,
            Notifications notifications,
            Pool pool,
            Event<ExecutablesChanged> changed) {
        this.paths = paths;
        this.repository = repository;
        this.secrets = secrets;
        this.executables = executables;
        this.notifications = notifications;
        this.pool = pool;
        this.changed = changed;
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        reload().await().atMost(PATIENCE);
        notifications.listen(CHANNEL, this::told);
    }

    /** Reads all anew. */
    public Uni<Void> reload() {
        return Uni.createFrom().deferred(() -> {
            long turn = nextTurn();
            return paths.byProvider(pool)
                    .chain(byProvider -> repository
                            .list(pool)
                            .emitOn(Infrastructure.getDefaultWorkerPool())
                            .invoke(rows -> install(turn, opened(rows, byProvider))))
                    .replaceWithVoid();
        });
    }

    private void told() {
        reload().subscribe().with(_ -> {}, failure -> LOG.warnf("state=settings_not_read error=%s", failure));
    }

    private StoredExecutables opened(List<StoredExecutable> rows, Map<String, String> byProvider) {
        List<ExecutableEntry> entries = new ArrayList<>();
        Map<String, String> unusable = new HashMap<>();
        for (StoredExecutable row : rows) {
            try {
                entries.add(secrets.open(row));
            } catch (YardmasterException e) {
                LOG.warnf("executable=%s state=unusable reason=\"%s\"", row.name(), e.detail());
                unusable.put(
                        row.name(),
                        "The executable '" + row.name() + "' can't be used, as its secrets can't be read. "
                                + e.detail());
            }
        }
        return new StoredExecutables(entries, unusable, byProvider);
    }

    private synchronized long nextTurn() {
        return ++started;
    }

    /** What began to be read later is newer, even when it is there first. */
    private synchronized void install(long turn, StoredExecutables stored) {
        if (turn > installed) {
            installed = turn;
            executables.store(stored);
            changed.fire(new ExecutablesChanged());
        }
    }
}
