package dev.yardmaster.pool;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Reads pools with plain SQL, for the transactions of the dispatcher and for the metrics. */
@Singleton
class PoolRepository {
    private static final String ALL = PoolEntity.SELECT + "ORDER BY name";
    private static final String SOME = PoolEntity.SELECT + "WHERE id = ANY($1) ORDER BY name";

    Uni<PoolSnapshot> all(SqlClient client) {
        return client.preparedQuery(ALL).execute().map(PoolRepository::snapshot);
    }

    Uni<PoolSnapshot> all(SqlClient client, List<UUID> ids) {
        return client.preparedQuery(SOME)
                .execute(Tuple.of(ids.toArray(UUID[]::new)))
                .map(PoolRepository::snapshot);
    }

    private static PoolSnapshot snapshot(RowSet<Row> rows) {
        return PoolSnapshot.of(rows.stream().map(PoolEntity::of).toList());
    }
}
