package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.SliceFixture;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** A chunk store in memory that can fail. Positions start at 1. For any thread. */
public final class MemoryChunkStore implements ChunkStore {
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<List<Chunk>> batches = new ArrayList<>();
    private final Set<UUID> rejected = new HashSet<>();
    private boolean answerIsLost;
    private int failures;
    private int failed;
    private int reads;
    private Runnable duringRead = () -> {};

    @Override
    public Uni<List<Chunk>> insert(List<Chunk> added) {
        return answer(() -> {
            if (added.stream().map(Chunk::session).anyMatch(rejected::contains)) {
                failed++;
                throw new OutOfMemoryError("A chunk of this session can't be stored.");
            }
            List<Chunk> positioned = new ArrayList<>();
            for (Chunk chunk : added) {
                positioned.add(earlier(chunk)
                        .orElseGet(() -> new Chunk(
                                chunks.size() + positioned.size() + 1L,
                                chunk.session(),
                                chunk.agent(),
                                chunk.slice())));
            }
            positioned.stream().filter(chunk -> !chunks.contains(chunk)).forEach(chunks::add);
            batches.add(positioned);
            if (answerIsLost) {
                answerIsLost = false;
                throw new IllegalStateException("The connection is lost.");
            }
            return positioned;
        });
    }

    private Optional<Chunk> earlier(Chunk chunk) {
        return chunks.stream()
                .filter(it -> it.session().equals(chunk.session())
                        && it.slice().lastSeq() == chunk.slice().lastSeq())
                .findFirst();
    }

    @Override
    public Uni<List<Chunk>> ofSession(UUID session, long after, int limit, boolean withRaw) {
        return read(chunk -> chunk.session().equals(session) && chunk.slice().lastSeq() > after, limit)
                .map(found -> found.stream()
                        .map(chunk ->
                                new Chunk(chunk.position(), session, chunk.agent(), Frames.cut(chunk.slice(), after)))
                        .map(chunk -> withRaw ? chunk : chunk.withoutRaw())
                        .toList());
    }

    @Override
    public Uni<List<Chunk>> ofFeed(Optional<UUID> agent, long position, int limit) {
        return read(
                        chunk -> chunk.position() > position
                                && agent.map(chunk.agent()::equals).orElse(true),
                        limit)
                .map(found -> found.stream().map(Chunk::withoutRaw).toList());
    }

    private Uni<List<Chunk>> read(Predicate<Chunk> filter, int limit) {
        return answer(() -> {
            reads++;
            List<Chunk> found = chunks.stream().filter(filter).limit(limit).toList();
            Runnable meanwhile = duringRead;
            duringRead = () -> {};
            meanwhile.run();
            return found;
        });
    }

    private synchronized <T> Uni<T> answer(Supplier<T> result) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                if (failures > 0) {
                    failures--;
                    failed++;
                    throw new IllegalStateException("The database does not answer.");
                }
                return result.get();
            }
        });
    }

    /** Lets the next calls fail. */
    public synchronized void fail(int calls) {
        failures = calls;
    }

    /** Lets the next insert store its chunks and fail. */
    synchronized void loseNextAnswer() {
        answerIsLost = true;
    }

    /** All stored chunks in the order of their positions. */
    synchronized List<Chunk> all() {
        return List.copyOf(chunks);
    }

    /** Lets all inserts with a chunk of a session fail. */
    public synchronized void reject(UUID session) {
        rejected.add(session);
    }

    /** Lets inserts with chunks of all sessions succeed again. */
    synchronized void accept() {
        rejected.clear();
    }

    /** Runs an action during the next read, after the read has found its chunks. */
    public synchronized void duringNextRead(Runnable action) {
        duringRead = action;
    }

    /** How many calls have failed. */
    synchronized int failed() {
        return failed;
    }

    /** How many reads have succeeded. */
    public synchronized int reads() {
        return reads;
    }

    /** The chunks of each insert. */
    synchronized List<List<Chunk>> batches() {
        return List.copyOf(batches);
    }

    /** The first and the last sequence number of each chunk, in the order of the inserts, as {@code <first>-<last>}. */
    List<String> ranges() {
        return batches().stream()
                .flatMap(List::stream)
                .map(chunk -> chunk.slice().firstSeq() + "-" + chunk.slice().lastSeq())
                .toList();
    }

    /** Asserts that the whole log was stored once and in order. */
    void assertContiguous(SessionLog log) {
        List<String> ids = batches().stream()
                .flatMap(List::stream)
                .filter(chunk -> chunk.session().equals(log.session()))
                .flatMap(chunk -> SliceFixture.frames(chunk.slice()).stream())
                .map(frame -> frame.substring(0, frame.indexOf('\n')))
                .toList();
        assertThat(ids)
                .isEqualTo(LongStream.rangeClosed(1, log.lastSeq())
                        .mapToObj(seq -> "id: " + seq)
                        .toList());
    }
}
