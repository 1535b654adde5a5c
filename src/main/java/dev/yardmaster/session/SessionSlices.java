package dev.yardmaster.session;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads the logs of sessions piece by piece: the newest events from memory, the others from the database. For any thread. */
@Singleton
public class SessionSlices {
    private static final int CHUNKS_AT_ONCE = 4;

    private final SessionRegistry sessions;
    private final ChunkRepository chunks;

    SessionSlices(SessionRegistry sessions, ChunkRepository chunks) {
        this.sessions = sessions;
        this.chunks = chunks;
    }

    /**
     * The next events of a session after a sequence number; no slice if there are none now.
     *
     * @param withRaw whether the slices include the raw lines
     */
    public Uni<List<LogSlice>> after(UUID session, long seq, boolean withRaw) {
        return sessions.log(session)
                .flatMap(log -> log.after(seq))
                .map(slice -> Uni.createFrom().item(List.of(slice)))
                .orElseGet(() -> chunks.ofSession(session, seq, CHUNKS_AT_ONCE, withRaw)
                        .map(found -> found.stream().map(Chunk::slice).toList()));
    }
}
