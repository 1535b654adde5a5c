package dev.yardmaster.session;

import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.OrphanSweep;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.session.log.ByteSink;
import dev.yardmaster.session.log.ByteSlice;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.log.FrameEncoder;
import dev.yardmaster.session.log.Frames;
import dev.yardmaster.session.log.Gap;
import dev.yardmaster.session.log.LogLimits;
import dev.yardmaster.session.log.LogSlice;
import dev.yardmaster.session.log.LoggedEndReader;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Ends the sessions of a service that was killed: first their processes, so that no task runs twice, then their rows and logs. All methods
 * block.
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

    Recovery(
            Installation installation,
            SessionRepository repository,
            ChunkRepository chunks,
            SessionEndTransaction ends) {
        this.installation = installation;
        this.repository = repository;
        this.chunks = chunks;
        this.ends = ends;
    }

    /** Ends everything that earlier runs of this installation left behind. To be called before the first session starts. */
    public void run() {
        endSessionsOf(installation.id());
        installation.removeAllScratch();
    }

    /** Ends the processes on this machine and the sessions of an installation whose service is gone. Their tasks are ready again. */
    public void endSessionsOf(UUID gone) {
        sweep(new EnvironmentMarker(SessionFactory.INSTALLATION_VARIABLE, gone.toString()));
        for (Session session : repository.open(gone).await().indefinitely()) {
            end(session, LOST).await().indefinitely();
        }
    }

    /** Ends the processes and the row of a session that is open in the database although this service does not run it. */
    public void endUntracked(UUID session) {
        sweep(LaunchRequest.markerOf(session));
        end(repository.get(session).await().atMost(TIMEOUT), UNTRACKED).await().atMost(TIMEOUT);
    }

    private static void sweep(EnvironmentMarker marker) {
        OrphanSweep.run(marker, SWEEP_GRACE)
                .toCompletableFuture()
                .join()
                .forEach(orphan -> LOG.infof("pid=%d command=%s state=swept", orphan.pid(), orphan.command()));
    }

    private Uni<Void> end(Session session, SessionEnd lost) {
        return chunks.last(session.id(), LAST_CHUNKS)
                .chain(last -> LoggedEndReader.of(last)
                        .map(logged -> endAs(session, logged))
                        .orElseGet(() -> endAsLost(
                                session,
                                last.isEmpty() ? 0 : last.getLast().slice().lastSeq(),
                                lost)));
    }

    private Uni<Void> endAs(Session session, SessionEnd logged) {
        LOG.infof("session=%s state=%s", session.id(), logged.state().value());
        return ends.store(session.id(), logged, UNKNOWN_USAGE);
    }

    private Uni<Void> endAsLost(Session session, long lastSeq, SessionEnd lost) {
        LOG.infof("session=%s state=lost", session.id());
        return ends.store(
                session.id(),
                lost,
                UNKNOWN_USAGE,
                transaction -> chunks.insert(transaction, List.of(lastChunk(session, lastSeq, lost))));
    }

    /** A gap and the end. Their sequence numbers are above all numbers that clients of the killed service can have seen. */
    private static Chunk lastChunk(Session session, long last, SessionEnd lost) {
        long gapSeq = last + LogLimits.MAX_UNSTORED_EVENTS + 1;
        var gap = new Gap(
                last + 1,
                gapSeq - 1,
                "The service was killed before it could store these events. It may not have produced all of them.");
        var encoder = new FrameEncoder(session.id());
        var frames = new ByteSink(1024);
        long now = System.currentTimeMillis();
        encoder.encode(frames, gapSeq, now, gap);
        encoder.encode(frames, gapSeq + 1, now, lost);
        LogSlice slice = Frames.slice(gapSeq, new ByteSlice(frames.array(), 0, frames.size()));
        return new Chunk(0, session.id(), session.agent(), slice);
    }
}
