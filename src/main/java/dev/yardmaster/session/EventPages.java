package dev.yardmaster.session;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Pages of a session's events as JSON: {@code {"items": [event, …], "next": seq}}. */
@Singleton
class EventPages {
    private static final int CHUNKS_AT_ONCE = 4;

    private final Sessions sessions;
    private final SessionRepository repository;
    private final ChunkRepository chunks;

    EventPages(Sessions sessions, SessionRepository repository, ChunkRepository chunks) {
        this.sessions = sessions;
        this.repository = repository;
        this.chunks = chunks;
    }

    /** Up to {@code limit} events after a sequence number, fewer when they are long. Fails with {@code session_not_found}. */
    Uni<byte[]> page(UUID session, long after, int limit, boolean withRaw) {
        Optional<Slice> inMemory = sessions.log(session).flatMap(log -> log.after(after));
        Uni<List<Slice>> slices = inMemory.isPresent()
                ? Uni.createFrom().item(List.of(inMemory.get()))
                : repository
                        .get(session)
                        .chain(_ -> chunks.ofSession(session, after, CHUNKS_AT_ONCE, withRaw))
                        .map(found -> found.stream().map(Chunk::slice).toList());
        return slices.map(found -> render(found, limit, withRaw));
    }

    private static byte[] render(List<Slice> slices, int limit, boolean withRaw) {
        var out = new ByteSink(16 * 1024).ascii("{\"items\":[");
        int count = 0;
        long last = 0;
        for (Slice slice : slices) {
            Bytes frames = withRaw ? RawRenderer.render(slice) : slice.frames();
            for (long seq = slice.firstSeq(); frames.length() > 0 && count < limit; seq++) {
                if (count++ > 0) {
                    out.put(',');
                }
                Bytes data = Frames.data(frames);
                out.put(data.array(), data.offset(), data.length());
                frames = frames.from(Frames.end(frames));
                last = seq;
            }
        }
        out.put(']');
        if (count > 0) {
            out.ascii(",\"next\":").decimal(last);
        }
        return new Bytes(out.put('}').array(), 0, out.size()).toArray();
    }
}
