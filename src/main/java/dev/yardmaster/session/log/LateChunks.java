package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.AnnouncedGap;
import dev.yardmaster.session.frame.LogSlice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Stores events of sessions that another service has ended, while this service could not reach the database. The other service announced a
 * gap, and clients of this one have seen the events. They fill the gap from its start.
 */
final class LateChunks {
    private static final String NEXT = """
            SELECT last_seq, first_seq, body_len, body FROM session_chunk
            WHERE session_id = $1 AND first_seq > $2 ORDER BY first_seq LIMIT 1 FOR UPDATE
            """;

    private static final String REPLACE =
            "UPDATE session_chunk SET body_len = $3, body = $4 WHERE session_id = $1 AND last_seq = $2";

    private final Pool pool;
    private final BiFunction<SqlConnection, List<Chunk>, Uni<List<Chunk>>> append;

    /** @param append stores chunks as the last step of a transaction, and returns them with their positions */
    LateChunks(Pool pool, BiFunction<SqlConnection, List<Chunk>, Uni<List<Chunk>>> append) {
        this.pool = pool;
        this.append = append;
    }

    /** Returns the chunk with its position; an empty list if the log has no gap after it, because then the log is complete. */
    Uni<List<Chunk>> store(Chunk chunk) {
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(NEXT)
                .execute(Tuple.of(chunk.session(), chunk.slice().lastSeq()))
                .map(rows -> rows.stream().findFirst().flatMap(row -> gapAfter(chunk, row)))
                .chain(gap -> gap.isPresent()
                        ? replace(transaction, chunk.session(), gap.get())
                                .chain(() -> append.apply(transaction, List.of(chunk)))
                        : Uni.createFrom().item(List.of())));
    }

    private static Optional<LogSlice> gapAfter(Chunk chunk, Row next) {
        LogSlice slice = ChunkBody.open(
                next.getBuffer("body").getBytes(),
                next.getInteger("body_len"),
                next.getLong("first_seq"),
                next.getLong("last_seq"),
                0,
                false);
        return AnnouncedGap.startingAfter(chunk.slice().lastSeq(), slice, chunk.session());
    }

    private static Uni<Void> replace(SqlConnection transaction, UUID session, LogSlice gap) {
        ChunkBody body = ChunkBody.of(gap);
        return transaction
                .preparedQuery(REPLACE)
                .execute(Tuple.of(
                        session,
                        gap.lastSeq(),
                        body.plainLength(),
                        body.compressed().toBuffer()))
                .replaceWithVoid();
    }
}
