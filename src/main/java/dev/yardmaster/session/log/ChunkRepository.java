package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.LogSlice;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The event logs in the database. Decompression runs on worker threads, never on an event loop. */
public @Singleton class ChunkRepository implements ChunkStore {
    /** The channel on which each insert announces {@link #origin} and the position of its last chunk. */
    static final String CHANNEL = "yardmaster_feed";

    // The row of the feed stays locked until the commit, so positions are contiguous, and chunks become visible in
    // their order. If the answer to an insert was lost, the retry finds its chunks stored already. Only the keys go
    // through the subqueries, because each of them would copy the bodies.
    private static final String INSERT = """
            WITH given AS (
                SELECT * FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS chunk (session_id, last_seq, place)
            ), earlier AS (
                SELECT session_id, last_seq, position FROM given JOIN session_chunk USING (session_id, last_seq)
            ), fresh AS (
                SELECT place, row_number() OVER (ORDER BY place) AS rank FROM given
                WHERE (session_id, last_seq) NOT IN (SELECT session_id, last_seq FROM earlier) %s
            ), head AS (
                UPDATE feed SET position = position + (SELECT count(*) FROM fresh) WHERE EXISTS (SELECT FROM fresh)
                RETURNING position - (SELECT count(*) FROM fresh) AS base,
                    pg_notify('yardmaster_feed', $7::text || ' ' || position)::text AS notified
            ), added AS (
                INSERT INTO session_chunk (session_id, last_seq, first_seq, agent, body_len, body, position)
                SELECT ($1::uuid[])[place], ($2::bigint[])[place], ($3::bigint[])[place], ($4::uuid[])[place],
                    ($5::int[])[place], ($6::bytea[])[place], base + rank
                FROM fresh, head
                RETURNING session_id, last_seq, position
            )
            SELECT * FROM added UNION ALL SELECT * FROM earlier
            """;

    private static final String INSERT_UNLESS_ENDED =
            INSERT.formatted("AND NOT EXISTS (SELECT FROM session WHERE id = session_id AND ended_at IS NOT NULL)");

    private static final String INSERT_ALWAYS = INSERT.formatted("");

    // A service that is suspended in the middle of its transaction must not hold up the others.
    private static final String LIMIT_IDLE_TIME = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    private static final String SELECT =
            "SELECT position, session_id, agent, first_seq, last_seq, body_len, body FROM session_chunk ";

    private static final String OF_SESSION =
            SELECT + "WHERE session_id = $1 AND last_seq > $2 ORDER BY last_seq LIMIT $3";

    private static final String LAST_OF_SESSION = SELECT + "WHERE session_id = $1 ORDER BY last_seq DESC LIMIT $2";

    private static final String OF_ALL = SELECT + "WHERE position > $1 ORDER BY position LIMIT $2";

    private static final String OF_AGENT = SELECT + "WHERE position > $1 AND agent = $3 ORDER BY position LIMIT $2";

    private static final long BEFORE_FIRST_SEQ = 0;

    private final Pool pool;
    private final LateChunks late;
    private final String origin = UUID.randomUUID().toString();

    ChunkRepository(Pool pool) {
        this.pool = pool;
        this.late = new LateChunks(pool, this::append);
    }

    /** Identifies the notifications that this object has caused. */
    String origin() {
        return origin;
    }

    @Override
    public Uni<List<Chunk>> insert(List<Chunk> chunks) {
        return insert(pool, INSERT_UNLESS_ENDED, chunks)
                .chain(stored ->
                        stored.size() == chunks.size() ? Uni.createFrom().item(stored) : insertRest(chunks, stored));
    }

    private Uni<List<Chunk>> insertRest(List<Chunk> chunks, List<Chunk> stored) {
        Set<Key> found = stored.stream().map(Key::of).collect(Collectors.toSet());
        List<Chunk> all = new ArrayList<>(stored);
        Uni<List<Chunk>> result = Uni.createFrom().item(all);
        for (Chunk chunk : chunks) {
            if (!found.contains(Key.of(chunk))) {
                result = result.call(() -> late.store(chunk).invoke(all::addAll));
            }
        }
        return result;
    }

    /**
     * Stores the last chunks of a log as a part of the transaction that ends the session. To be called at the end of the transaction,
     * because no other service can store chunks until the commit.
     *
     * @return the chunks with their positions, for the feed
     */
    public Uni<List<Chunk>> append(SqlConnection transaction, List<Chunk> chunks) {
        Uni<List<Chunk>> stored = transaction.query(LIMIT_IDLE_TIME).execute().map(_ -> new ArrayList<>(chunks.size()));
        for (Chunk chunk : chunks) {
            stored = stored.call(
                    all -> insert(transaction, INSERT_ALWAYS, List.of(chunk)).invoke(all::addAll));
        }
        return stored;
    }

    private Uni<List<Chunk>> insert(SqlClient client, String statement, List<Chunk> chunks) {
        return client.preparedQuery(statement)
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
        return pool.query("SELECT position FROM feed")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private Object[] columns(List<Chunk> chunks) {
        List<ChunkBody> bodies =
                chunks.stream().map(chunk -> ChunkBody.of(chunk.slice())).toList();
        return new Object[] {
            chunks.stream().map(Chunk::session).toArray(UUID[]::new),
            chunks.stream().map(chunk -> chunk.slice().lastSeq()).toArray(Long[]::new),
            chunks.stream().map(chunk -> chunk.slice().firstSeq()).toArray(Long[]::new),
            chunks.stream().map(Chunk::agent).toArray(UUID[]::new),
            bodies.stream().map(ChunkBody::plainLength).toArray(Integer[]::new),
            bodies.stream().map(body -> body.compressed().toBuffer()).toArray(Buffer[]::new),
            origin
        };
    }

    private static List<Chunk> positioned(List<Chunk> chunks, RowSet<Row> rows) {
        Map<Key, Long> positions = HashMap.newHashMap(rows.size());
        rows.forEach(row -> positions.put(new Key(row.getUUID(0), row.getLong(1)), row.getLong(2)));
        List<Chunk> result = new ArrayList<>();
        for (Chunk chunk : chunks) {
            Long position = positions.get(Key.of(chunk));
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

    private record Key(UUID session, long lastSeq) {
        static Key of(Chunk chunk) {
            return new Key(chunk.session(), chunk.slice().lastSeq());
        }
    }
}
