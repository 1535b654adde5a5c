package dev.yardmaster.session.stream;

import dev.yardmaster.session.SessionRepository;
import dev.yardmaster.session.SessionSlices;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.RawRenderer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Pages of a session's events as JSON: {@code {"items": [event, …], "next": seq}}, without {@code next} if there are no more events. */
@Singleton
class EventPages {
    /** A page with more bytes than this gets no further chunks. */
    private static final int FULL = 4 << 20;

    /** @param complete whether the log has no events after these slices */
    private record Part(List<LogSlice> slices, boolean complete) {
        boolean isEmpty() {
            return slices.isEmpty();
        }

        boolean isEnough(long last) {
            return complete
                    || slices.getLast().lastSeq() > last
                    || slices.stream().mapToInt(LogSlice::size).sum() > FULL;
        }
    }

    private final SessionRepository repository;
    private final SessionSlices slices;

    EventPages(SessionRepository repository, SessionSlices slices) {
        this.repository = repository;
        this.slices = slices;
    }

    /**
     * Returns {@code limit} events after a sequence number; fewer at the end of the log, or if they have more than about 4 MiB. Fails
     * with {@code session_not_found}.
     *
     * @param withRaw whether each event includes the provider's raw lines
     */
    Uni<byte[]> page(UUID session, long after, int limit, boolean withRaw) {
        return next(session, after, withRaw)
                .chain(first -> first.isEmpty()
                        ? repository.get(session).replaceWith(first)
                        : extend(first, session, after + limit, withRaw))
                .map(part -> render(part, limit, withRaw));
    }

    /** Adds slices until there is one event after the last event of the page, so that it is known whether a page follows. */
    private Uni<Part> extend(Part part, UUID session, long last, boolean withRaw) {
        return part.isEnough(last)
                ? Uni.createFrom().item(part)
                : next(session, part.slices().getLast().lastSeq(), withRaw)
                        .map(next -> new Part(concat(part.slices(), next.slices()), next.isEmpty()))
                        .chain(longer -> extend(longer, session, last, withRaw));
    }

    private Uni<Part> next(UUID session, long after, boolean withRaw) {
        return slices.after(session, after, withRaw).map(found -> new Part(found, found.isEmpty()));
    }

    private static <T> List<T> concat(List<T> a, List<T> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    private static byte[] render(Part part, int limit, boolean withRaw) {
        var out = new ByteSink(16 * 1024).ascii("{\"items\":[");
        int count = 0;
        long last = 0;
        for (LogSlice slice : part.slices()) {
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
        if (!part.complete() || (count > 0 && last < part.slices().getLast().lastSeq())) {
            out.ascii(",\"next\":").decimal(last);
        }
        return out.put('}').slice().toArray();
    }
}
