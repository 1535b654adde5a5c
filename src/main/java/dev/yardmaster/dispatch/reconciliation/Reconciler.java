package dev.yardmaster.dispatch.reconciliation;

import dev.yardmaster.dispatch.reconciliation.Discrepancy.LeftoverSlots;
import dev.yardmaster.dispatch.reconciliation.Discrepancy.TaskWithoutSession;
import dev.yardmaster.dispatch.reconciliation.Discrepancy.UntrackedSession;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.session.Installation;
import dev.yardmaster.session.Recovery;
import dev.yardmaster.session.SessionRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Compares what the database stores with what runs, and puts right what does not fit together. Such a state can come from a connection that
 * broke while a transaction was committed. Each service looks after its own sessions, the dispatching one also after slots and tasks.
 */
@Singleton
class Reconciler {
    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final DiscrepancyRepository repository;
    private final SessionRegistry registry;
    private final Installation installation;
    private final Recovery recovery;
    private final Lease lease;
    private final Suspicions suspicions = new Suspicions();

    Reconciler(
            DiscrepancyRepository repository,
            SessionRegistry registry,
            Installation installation,
            Recovery recovery,
            Lease lease) {
        this.repository = repository;
        this.registry = registry;
        this.installation = installation;
        this.recovery = recovery;
        this.lease = lease;
    }

    /** Blocks, so it runs on a worker thread. */
    @Scheduled(every = "10s", delayed = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void check() {
        try {
            suspicions.confirm(find()).forEach(this::repair);
        } catch (RuntimeException e) {
            LOG.warnf("state=reconciliation_failed error=%s; the next run tries again", e);
        }
    }

    private List<Discrepancy> find() {
        List<Discrepancy> found = new ArrayList<>();
        // The registry is read after the rows, so a session that starts in between is not taken for an untracked one.
        await(repository.openSessions(installation.id())).stream()
                .filter(session -> !registry.contains(session))
                .forEach(session -> found.add(new UntrackedSession(session)));
        if (lease.isHeld()) {
            await(repository.endedSessionsWithSlots()).forEach(session -> found.add(new LeftoverSlots(session)));
            await(repository.tasksWithoutSession()).forEach(task -> found.add(new TaskWithoutSession(task)));
        }
        return found;
    }

    private void repair(Discrepancy discrepancy) {
        switch (discrepancy) {
            case UntrackedSession(UUID session) -> {
                LOG.warnf(
                        "session=%s state=untracked; it is open in the database, but does not run here: it ends",
                        session);
                recovery.endUntracked(session);
            }
            case LeftoverSlots(UUID session) -> {
                LOG.warnf("session=%s state=leftover_slots; it has ended, but holds slots: they are released", session);
                await(repository.releaseSlots(session));
            }
            case TaskWithoutSession(UUID task) -> {
                LOG.warnf("task=%s state=without_session; it is running, but has no session: it is ready again", task);
                await(repository.reopen(task));
            }
        }
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
