package dev.yardmaster.session.log;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The event logs in the database. Decompression runs on worker threads, never on an event loop. */
public @Singleton class ChunkRepository implements ChunkStore {
    // If the answer to an insert was lost, the retry finds its chunks stored already. The update changes nothing, but
    // makes the statement return their positions.
    private static final String INSERT = """
            INSERT INTO session_chunk (session_id, last_seq, first_seq, agent, body_len, body)
            SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::uuid[], $5::int[], $6::bytea[]) AS new_chunk (session_id)
            WHERE NOT EXISTS (SELECT FROM session WHERE id = new_chunk.session_id AND ended_at IS NOT NULL)
            ON CONFLICT (session_id, last_seq) DO UPDATE SET first_seq = EXCLUDED.first_seq RETURNING session_id, last_seq, position
            """;

    private static final String SELECT =
            "SELECT position, session_id, agent, first_seq, last_seq, body_len, body FROM session_chunk ";

    private static final String OF_SESSION =
            SELECT + "WHERE session_id = $1 AND last_seq > $2 ORDER BY last_seq LIMIT $3";

    private static final String LAST_OF_SESSION = SELECT + "WHERE session_id = $1 ORDER BY last_seq DESC LIMIT $2";

    private static final String OF_ALL = SELECT + "WHERE position > $1 ORDER BY position LIMIT $2";

    private static final String OF_AGENT = SELECT + "WHERE position > $1 AND agent = $3 ORDER BY position LIMIT $2";

    private static final long BEFORE_FIRST_SEQ = 0;

    private final Pool pool;

    ChunkRepository(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Chunk>> insert(List<Chunk> chunks) {
        return insert(pool, chunks);
    }

    /** Does the same as part of a transaction. */
    public Uni<List<Chunk>> insert(SqlClient transaction, List<Chunk> chunks) {
        return transaction
                .preparedQuery(INSERT)
                .execute(Tuple.wrap(columns(chunks)))
                .map(rows -> positioned(chunks, rows));
    }

    @Override
    public Uni<List<Chunk>> ofSession(UUID session, long after, int limit, boolean withRaw) {
        return pool.preparedQuery(OF_SESSION)
                .execute(Tuple.of(session, after, limit))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows ->
                        rows.stream().map(row -> chunk(row, after, withRaw)).toList());
    }

    @Override
    public Uni<List<Chunk>> ofFeed(Optional<UUID> agent, long position, int limit) {
        Uni<RowSet<Row>> rows = agent.isPresent()
                ? pool.preparedQuery(OF_AGENT).execute(Tuple.of(position, limit, agent.get()))
                : pool.preparedQuery(OF_ALL).execute(Tuple.of(position, limit));
        return rows.emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> found.stream()
                        .map(row -> chunk(row, BEFORE_FIRST_SEQ, false))
                        .toList());
    }

    /** Returns up to {@code limit} chunks from the end of a session's log, the newest last, without raw lines. */
    public Uni<List<Chunk>> last(UUID session, int limit) {
        return pool.preparedQuery(LAST_OF_SESSION)
                .execute(Tuple.of(session, limit))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(rows -> rows.stream()
                        .map(row -> chunk(row, BEFORE_FIRST_SEQ, false))
                        .toList()
                        .reversed());
    }

    /** The sequence number of the last stored event of a session; 0 if no event is stored. */
    public Uni<Long> lastSeq(UUID session) {
        return pool.preparedQuery("SELECT coalesce(max(last_seq), 0) FROM session_chunk WHERE session_id = $1")
                .execute(Tuple.of(session))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The position of the newest chunk; 0 if no chunk is stored. */
    public Uni<Long> lastPosition() {
        return pool.query("SELECT coalesce(max(position), 0) FROM session_chunk")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Object[] columns(List<Chunk> chunks) {
        List<ChunkBody> bodies =
                chunks.stream().map(chunk -> ChunkBody.of(chunk.slice())).toList();
        return new Object[] {
            chunks.stream().map(Chunk::session).toArray(UUID[]::new),
            chunks.stream().map(chunk -> chunk.slice().lastSeq()).toArray(Long[]::new),
            chunks.stream().map(chunk -> chunk.slice().firstSeq()).toArray(Long[]::new),
            chunks.stream().map(Chunk::agent).toArray(UUID[]::new),
            bodies.stream().map(ChunkBody::plainLength).toArray(Integer[]::new),
            bodies.stream().map(body -> body.compressed().toBuffer()).toArray(Buffer[]::new)
        };
    }

    private static List<Chunk> positioned(List<Chunk> chunks, RowSet<Row> rows) {
        Map<Key, Long> positions = HashMap.newHashMap(rows.size());
        rows.forEach(row -> positions.put(new Key(row.getUUID(0), row.getLong(1)), row.getLong(2)));
        List<Chunk> result = new ArrayList<>();
        for (Chunk chunk : chunks) {
            Long position = positions.get(new Key(chunk.session(), chunk.slice().lastSeq()));
            if (position != null) {
                result.add(new Chunk(position, chunk.session(), chunk.agent(), chunk.slice()));
            }
        }
        return result;
    }

    private static Chunk chunk(Row row, long after, boolean withRaw) {
        LogSlice slice = ChunkBody.open(
                row.getBuffer("body").getBytes(),
                row.getInteger("body_len"),
                row.getLong("first_seq"),
                row.getLong("last_seq"),
                after,
                withRaw);
        return new Chunk(row.getLong("position"), row.getUUID("session_id"), row.getUUID("agent"), slice);
    }

    private record Key(UUID session, long lastSeq) {}
}
