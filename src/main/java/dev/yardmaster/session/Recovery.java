package dev.yardmaster.session;

import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.OrphanSweep;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.spool.Spool;
import dev.yardmaster.session.spool.SpooledLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Ends the sessions of a service that was killed: first their processes, so that no task runs twice, then their rows and logs. Each log
 * gets the events that readers have seen and that are only in the spool. All methods block.
 */
@Singleton
public class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final Duration SWEEP_GRACE = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    // Enough for the last turn and the end: a CLI exits soon after its last turn, but in a later chunk, as a log is
    // stored many times a second.
    private static final int LAST_CHUNKS = 2;
    private static final SessionEnd LOST =
            SessionEnd.of(SessionState.LOST, "The service was killed while the session was running.");
    private static final SessionEnd UNTRACKED =
            SessionEnd.of(SessionState.LOST, "The service lost track of the session.");
    private static final AgentEvent.Usage UNKNOWN_USAGE = new AgentEvent.Usage(0, 0, 0, 0, OptionalDouble.empty());

    private final Installation installation;
    private final SessionRepository repository;
    private final ChunkRepository chunks;
    private final SessionEndTransaction ends;
    private final Spool spool;
    private final Checkpointer checkpointer;

    Recovery(
            Installation installation,
            SessionRepository repository,
            ChunkRepository chunks,
            SessionEndTransaction ends,
            Spool spool,
            Checkpointer checkpointer) {
        this.installation = installation;
        this.repository = repository;
        this.chunks = chunks;
        this.ends = ends;
        this.spool = spool;
        this.checkpointer = checkpointer;
    }

    /** Ends everything that earlier runs of this installation left behind. To be called before the first session starts. */
    public void run() {
        endSessionsOf(installation.id(), spool::read);
        spool.reset();
        installation.removeAllScratch();
    }

    /** Ends the processes on this machine and the sessions of an installation whose service is gone. Their tasks are ready again. */
    public void endSessionsOf(UUID gone) {
        // Its spool is in its own home.
        endSessionsOf(gone, _ -> SpooledLog.NONE);
    }

    /** Ends the processes and the row of a session that is open in the database although this service does not run it. */
    public void endUntracked(UUID session) {
        sweep(LaunchRequest.markerOf(session));
        Session open = repository.get(session).await().atMost(TIMEOUT);
        end(open, kept(open, UNTRACKED), spool.read(session)).await().atMost(TIMEOUT);
    }

    private void endSessionsOf(UUID gone, Function<UUID, SpooledLog> spooled) {
        sweep(new EnvironmentMarker(SessionFactory.INSTALLATION_VARIABLE, gone.toString()));
        for (Session session : repository.open(gone).await().atMost(TIMEOUT)) {
            end(session, kept(session, LOST), spooled.apply(session.id()))
                    .await()
                    .atMost(TIMEOUT);
        }
    }

    private SessionEnd kept(Session session, SessionEnd end) {
        return checkpointer.checkpoint(session, end).map(end::adding).orElse(end);
    }

    private static void sweep(EnvironmentMarker marker) {
        OrphanSweep.run(marker, SWEEP_GRACE)
                .toCompletableFuture()
                .join()
                .forEach(orphan -> LOG.infof("pid=%d command=%s state=swept", orphan.pid(), orphan.command()));
    }

    private Uni<Void> end(Session session, SessionEnd lost, SpooledLog spooled) {
        return chunks.last(session.id(), LAST_CHUNKS)
                .map(stored -> new InterruptedLog(
                        session, lost, stored.stream().map(Chunk::slice).toList(), spooled))
                .chain(log -> {
                    LOG.infof(
                            "session=%s state=%s events=%d",
                            session.id(), log.end().state().value(), log.restoredEvents());
                    return ends.store(session.id(), log.end(), UNKNOWN_USAGE, log.unstored())
                            .replaceWithVoid();
                });
    }
}
