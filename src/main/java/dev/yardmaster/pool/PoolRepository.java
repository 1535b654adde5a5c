package dev.yardmaster.pool;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of pools. */
@Singleton
class PoolRepository {
    private static final int NO_ENTRY = -1;

    // The pools and what is taken in them in one statement, so that both are of the same moment.
    private static final String SELECT = """
            SELECT p.*, ARRAY(SELECT coalesce(entry, -1) FROM pool_slot WHERE pool = p.id) AS taken
            FROM pool p
            """;

    private static final String INSERT = """
            INSERT INTO pool (id, name, size, enabled, entries, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            """;

    private static final String UPDATE =
            "UPDATE pool SET name = $2, size = $3, enabled = $4, entries = $5 WHERE id = $1";

    Uni<PoolSnapshot> all(SqlClient client) {
        return client.preparedQuery(SELECT + "ORDER BY p.name").execute().map(PoolRepository::snapshot);
    }

    Uni<PoolSnapshot> all(SqlClient client, List<UUID> ids) {
        return client.preparedQuery(SELECT + "WHERE p.id = ANY($1) ORDER BY p.name")
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(PoolRepository::snapshot);
    }

    Uni<PoolSnapshot> list(SqlClient client, String after, int limit) {
        return client.preparedQuery(SELECT + "WHERE p.name > $1 ORDER BY p.name LIMIT $2")
                .execute(Tuple.of(after, limit))
                .map(PoolRepository::snapshot);
    }

    /** One pool, or none. */
    Uni<PoolSnapshot> find(SqlClient client, String idOrName) {
        return client.preparedQuery(SELECT + "WHERE p.id::text = lower($1) OR p.name = $1")
                .execute(Tuple.of(idOrName))
                .map(PoolRepository::snapshot);
    }

    /**
     * Keeps everybody else from changing pools and from starting sessions until the transaction ends: {@link SlotRepository#lock} waits for
     * it, and it for those who have that lock. Who only reads is not kept from it.
     */
    Uni<Void> lock(SqlConnection transaction) {
        return transaction.query("LOCK TABLE pool IN EXCLUSIVE MODE").execute().replaceWithVoid();
    }

    Uni<Void> insert(SqlClient client, Pool pool) {
        Tuple values = values(pool).addOffsetDateTime(pool.createdAt().atOffset(ZoneOffset.UTC));
        return client.preparedQuery(INSERT).execute(values).replaceWithVoid();
    }

    Uni<Void> update(SqlClient client, Pool pool) {
        return client.preparedQuery(UPDATE).execute(values(pool)).replaceWithVoid();
    }

    /** Its slots go with it. */
    Uni<Void> remove(SqlClient client, UUID id) {
        return client.preparedQuery("DELETE FROM pool WHERE id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static Tuple values(Pool pool) {
        return Tuple.tuple()
                .addUUID(pool.id())
                .addString(pool.name())
                .addInteger(pool.size())
                .addBoolean(pool.enabled())
                .addJsonArray(PoolEntryCodec.write(pool.entries()));
    }

    private static PoolSnapshot snapshot(RowSet<Row> rows) {
        List<Pool> pools = new ArrayList<>();
        List<Slot> taken = new ArrayList<>();
        for (Row row : rows) {
            Pool pool = pool(row);
            pools.add(pool);
            Arrays.stream(row.getArrayOfIntegers("taken"))
                    .map(entry -> new Slot(pool.id(), Optional.of(entry).filter(number -> number != NO_ENTRY)))
                    .forEach(taken::add);
        }
        return new PoolSnapshot(pools, taken);
    }

    private static Pool pool(Row row) {
        return new Pool(
                row.getUUID("id"),
                row.getString("name"),
                row.getInteger("size"),
                row.getBoolean("enabled"),
                PoolEntryCodec.read(row.getJsonArray("entries")),
                row.getOffsetDateTime("created_at").toInstant());
    }
}
