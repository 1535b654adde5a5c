package dev.yardmaster.session.stream;

import dev.yardmaster.session.SessionRegistry;
import dev.yardmaster.session.SessionRepository;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.RawRenderer;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pages of a session's events as JSON: {@code {"items": [event, …], "next": seq}}. */
@Singleton
class EventPages {
    private static final int CHUNKS_AT_ONCE = 4;

    private final SessionRegistry sessions;
    private final SessionRepository repository;
    private final ChunkRepository chunks;

    EventPages(SessionRegistry sessions, SessionRepository repository, ChunkRepository chunks) {
        this.sessions = sessions;
        this.repository = repository;
        this.chunks = chunks;
    }

    /**
     * Returns up to {@code limit} events after a sequence number, fewer if they are long. Fails with {@code session_not_found}.
     *
     * @param withRaw whether each event includes the provider's raw lines
     */
    Uni<byte[]> page(UUID session, long after, int limit, boolean withRaw) {
        Optional<LogSlice> inMemory = sessions.log(session).flatMap(log -> log.after(after));
        Uni<List<LogSlice>> slices = inMemory.isPresent()
                ? Uni.createFrom().item(List.of(inMemory.get()))
                : repository
                        .get(session)
                        .chain(_ -> chunks.ofSession(session, after, CHUNKS_AT_ONCE, withRaw))
                        .map(found -> found.stream().map(Chunk::slice).toList());
        return slices.map(found -> render(found, limit, withRaw));
    }

    private static byte[] render(List<LogSlice> slices, int limit, boolean withRaw) {
        var out = new ByteSink(16 * 1024).ascii("{\"items\":[");
        int count = 0;
        long last = 0;
        for (LogSlice slice : slices) {
            ByteSlice frames = withRaw ? RawRenderer.render(slice) : slice.frames();
            for (long seq = slice.firstSeq(); frames.length() > 0 && count < limit; seq++) {
                if (count++ > 0) {
                    out.put(',');
                }
                ByteSlice data = Frames.data(frames);
                out.put(data.array(), data.offset(), data.length());
                frames = frames.from(Frames.end(frames));
                last = seq;
            }
        }
        out.put(']');
        if (count > 0) {
            out.ascii(",\"next\":").decimal(last);
        }
        return out.put('}').slice().toArray();
    }
}
