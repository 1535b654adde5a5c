package dev.yardmaster.session;

import dev.yardmaster.process.EnvironmentMarker;
import dev.yardmaster.process.OrphanSweep;
import dev.yardmaster.provider.AgentEvent;
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

/** Ends what a service that was killed has left behind: processes first, so that no task runs twice, then the sessions' rows and logs. */
@Singleton
public class Recovery {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final Duration SWEEP_GRACE = Duration.ofSeconds(3);
    // A CLI exits a while after its last turn, and the log is stored many times a second.
    private static final int LAST_CHUNKS = 2;
    private static final SessionEnd LOST =
            SessionEnd.of(SessionState.LOST, "The service went away while the session was running.");
    private static final AgentEvent.Usage UNKNOWN_USAGE = new AgentEvent.Usage(0, 0, 0, 0, OptionalDouble.empty());

    private final Installation instance;
    private final SessionRepository repository;
    private final ChunkRepository chunks;
    private final SessionFinalizer ending;

    Recovery(Installation instance, SessionRepository repository, ChunkRepository chunks, SessionFinalizer ending) {
        this.instance = instance;
        this.repository = repository;
        this.chunks = chunks;
        this.ending = ending;
    }

    /** Blocks until nothing of an earlier run is left. To be called before the first session starts. */
    public void run() {
        endSessionsOf(instance.id());
        instance.removeAllScratch();
    }

    /** Ends what the sessions of a service that is gone have left on this machine and in the database; their tasks are ready again. Blocks. */
    public void endSessionsOf(UUID gone) {
        OrphanSweep.run(new EnvironmentMarker(SessionFactory.INSTANCE, gone.toString()), SWEEP_GRACE)
                .toCompletableFuture()
                .join()
                .forEach(ended -> LOG.infof("pid=%d command=%s state=swept", ended.pid(), ended.command()));
        for (Session session : repository.open(gone).await().indefinitely()) {
            end(session).await().indefinitely();
        }
    }

    private Uni<Void> end(Session session) {
        return chunks.last(session.id(), LAST_CHUNKS)
                .chain(last -> LoggedEndReader.of(last)
                        .map(told -> endAs(session, told))
                        .orElseGet(() -> endAsLost(
                                session,
                                last.isEmpty() ? 0 : last.getLast().slice().lastSeq())));
    }

    private Uni<Void> endAs(Session session, SessionEnd told) {
        LOG.infof("session=%s state=%s", session.id(), told.state().value());
        return ending.store(session.id(), told, UNKNOWN_USAGE);
    }

    private Uni<Void> endAsLost(Session session, long lastSeq) {
        LOG.infof("session=%s state=lost", session.id());
        return ending.store(
                session.id(),
                LOST,
                UNKNOWN_USAGE,
                transaction -> chunks.insert(transaction, List.of(lastChunk(session, lastSeq))));
    }

    /** Its sequence numbers are above all that the killed service can have shown. */
    private static Chunk lastChunk(Session session, long last) {
        long gapSeq = last + LogLimits.MAX_UNSTORED_EVENTS + 1;
        var gap = new Gap(
                last + 1, gapSeq - 1, "The service was killed before it had stored these events, if there were any.");
        var encoder = new FrameEncoder(session.id());
        var frames = new ByteSink(1024);
        long now = System.currentTimeMillis();
        encoder.encode(frames, gapSeq, now, gap);
        encoder.encode(frames, gapSeq + 1, now, LOST);
        LogSlice told = Frames.slice(gapSeq, new ByteSlice(frames.array(), 0, frames.size()));
        return new Chunk(0, session.id(), session.agent(), told);
    }
}
