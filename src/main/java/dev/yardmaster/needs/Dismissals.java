package dev.yardmaster.needs;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;

/** The table {@code need_dismissal}. For any thread. */
@Singleton
class Dismissals {
    private static final String DISMISS = """
            INSERT INTO need_dismissal (kind, subject, version, dismissed_by, dismissed_at) VALUES ($1, $2, $3, $4, now())
            ON CONFLICT (kind, subject) DO UPDATE SET version = excluded.version, dismissed_by = excluded.dismissed_by,
                dismissed_at = excluded.dismissed_at
            """;

    private final Pool pool;

    Dismissals(Pool pool) {
        this.pool = pool;
    }

    /** What is hidden: a thing in a version. */
    record Dismissed(String subject, String version) {}

    /** What is dismissed of a kind that is not stored in the database. */
    Uni<Set<Dismissed>> of(String kind) {
        return pool.preparedQuery("SELECT subject, version FROM need_dismissal WHERE kind = $1")
                .execute(Tuple.of(kind))
                .map(rows -> rows.stream()
                        .map(row -> new Dismissed(row.getString("subject"), row.getString("version")))
                        .collect(Collectors.toSet()));
    }

    Uni<Void> dismiss(Need need, String by) {
        return pool.preparedQuery(DISMISS)
                .execute(Tuple.of(need.kind(), need.subject(), need.version(), by))
                .replaceWithVoid();
    }

    /** Tells pages that follow the changes that a need has changed which the database does not know. */
    Uni<Void> announce(String kind) {
        return pool.preparedQuery("SELECT notify_change('need', $1, NULL, NULL, false)")
                .execute(Tuple.of(kind))
                .replaceWithVoid();
    }

    Uni<Boolean> isDismissed(String kind, String subject) {
        return pool.preparedQuery("SELECT FROM need_dismissal WHERE kind = $1 AND subject = $2")
                .execute(Tuple.of(kind, subject))
                .map(rows -> rows.size() > 0);
    }
}
