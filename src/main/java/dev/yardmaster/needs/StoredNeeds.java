package dev.yardmaster.needs;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Needs that the database knows. A source of a kind passes its rows: SQL that selects {@code subject} (text), {@code since} and
 * {@code version} (text), and what it makes its needs of.
 */
public abstract class StoredNeeds implements NeedSource {
    private static final String SHOWN = """
             n WHERE NOT EXISTS (
                SELECT FROM need_dismissal d WHERE d.kind = $1 AND d.subject = n.subject AND d.version = n.version)
            """;

    private static final String PAGE = """
             AND (n.since, $1::text || ':' || n.subject COLLATE "C") < ($2, $3::text COLLATE "C")
            ORDER BY n.since DESC, n.subject COLLATE "C" DESC LIMIT $4
            """;

    private final Pool pool;
    private final String kind;
    private final String rows;
    private final Function<Row, Need> need;

    /**
     * @param rows the SQL of all needs of the kind
     * @param need makes a need of a row
     */
    protected StoredNeeds(Pool pool, String kind, String rows, Function<Row, Need> need) {
        this.pool = pool;
        this.kind = kind;
        this.rows = rows;
        this.need = need;
    }

    @Override
    public final String kind() {
        return kind;
    }

    @Override
    public final Uni<List<Need>> list(Position after, int limit) {
        return pool.preparedQuery("SELECT n.* FROM (" + rows + ")" + SHOWN + PAGE)
                .execute(Tuple.of(kind, after.since().atOffset(ZoneOffset.UTC), after.id(), limit))
                .map(found -> found.stream().map(need).toList());
    }

    @Override
    public final Uni<Long> count() {
        return pool.preparedQuery("SELECT count(*) FROM (" + rows + ")" + SHOWN)
                .execute(Tuple.of(kind))
                .map(found -> found.iterator().next().getLong(0));
    }

    /** A text in a column that can be null. */
    protected static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    /** The first characters of a text. */
    protected static String shortened(String text) {
        String line = text.strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
