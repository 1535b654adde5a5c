package dev.yardmaster.session.transcript;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.process.Redactor;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.session.Session;
import dev.yardmaster.session.SessionRepository;
import dev.yardmaster.session.SessionSlices;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Reads transcripts from logs. A transcript is read as fast as its client takes it, a few chunks at a time. For any thread. */
@Singleton
class Transcripts {
    private final SessionRepository sessions;
    private final SessionSlices slices;
    private final Executables executables;

    Transcripts(SessionRepository sessions, SessionSlices slices, Executables executables) {
        this.sessions = sessions;
        this.slices = slices;
        this.executables = executables;
    }

    /** The transcript of a session in pieces, up to its newest event. Fails with {@code session_not_found}. */
    Multi<String> read(UUID session, TranscriptFormat format) {
        return sessions.get(session).onItem().transformToMulti(found -> pieces(found, transcript(found, format)));
    }

    private Transcript transcript(Session session, TranscriptFormat format) {
        Redactor redactor = Redactor.of(executables
                .find(session.executable())
                .map(Executable::environment)
                .orElse(Map.of()));
        return switch (format) {
            case MARKDOWN -> new Markdown(session, redactor);
            case HTML -> new Html(session, redactor);
            case JSONL -> new JsonLines(redactor);
        };
    }

    private Multi<String> pieces(Session session, Transcript transcript) {
        Multi<String> events = Multi.createBy()
                .repeating()
                .uni(
                        AtomicLong::new,
                        last -> slices.after(session.id(), last.get(), false)
                                .invoke(found -> found.forEach(slice -> last.set(slice.lastSeq()))))
                .whilst(found -> !found.isEmpty())
                .emitOn(Infrastructure.getDefaultWorkerPool(), 1)
                .map(transcript::text);
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(transcript.head()), events)
                .filter(piece -> !piece.isEmpty());
    }
}
