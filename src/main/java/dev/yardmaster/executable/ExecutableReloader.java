package dev.yardmaster.executable;

import dev.yardmaster.database.MemoryCopy;
import dev.yardmaster.database.Notifications;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Keeps the executables in memory equal to the stored ones. It loads them at startup, after each change by this service, and when another
 * service that shares the database changes them.
 */
@Singleton
public class ExecutableReloader {
    private static final Logger LOG = Logger.getLogger(ExecutableReloader.class);
    private static final String CHANNEL = "yardmaster_settings";

    /** Before the dispatcher starts a session; its observer has no priority and runs later. */
    private static final int EARLY = 1000;

    private final ExecutablePaths paths;
    private final ExecutableRepository repository;
    private final ExecutableSecrets secrets;
    private final Executables executables;
    private final Notifications notifications;
    private final Event<ExecutablesChanged> changed;
    private final MemoryCopy<StoredExecutables> copy;

    ExecutableReloader(
            ExecutablePaths paths,
            ExecutableRepository repository,
            ExecutableSecrets secrets,
            Executables executables,
            Notifications notifications,
            Event<ExecutablesChanged> changed) {
        this.paths = paths;
        this.repository = repository;
        this.secrets = secrets;
        this.executables = executables;
        this.notifications = notifications;
        this.changed = changed;
        this.copy = notifications.copy("executables", this::read, this::install);
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        notifications.keepUpToDate(CHANNEL, copy);
    }

    /** Loads the stored executables. Needs a Vert.x context, such as that of an HTTP request, and continues on a worker thread. */
    public Uni<Void> reload() {
        return copy.reload();
    }

    private Uni<StoredExecutables> read() {
        return paths.byProvider()
                .chain(byProvider -> repository
                        .all()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(rows -> opened(rows, byProvider)));
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
                        "The executable '" + row.name() + "' cannot be used, because its secrets cannot be decrypted. "
                                + e.detail());
            }
        }
        return new StoredExecutables(entries, unusable, byProvider);
    }

    private void install(StoredExecutables stored) {
        executables.store(stored);
        changed.fire(new ExecutablesChanged());
    }
}
