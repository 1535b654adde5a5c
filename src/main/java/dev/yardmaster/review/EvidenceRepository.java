package dev.yardmaster.review;

import dev.yardmaster.merge.TestResult;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** The evidence of tests: what the test command said about a commit. For any thread. */
@Singleton
class EvidenceRepository {
    private static final String TESTED = """
            INSERT INTO review_test (id, review, commit, command, exit_code, timed_out, started_at, duration_ms, output)
            SELECT time_ordered_id(), id, $2, $3, $4, $5, $6, $7, $8 FROM review WHERE id = $1
            """;

    private static final String VERDICT = """
            SELECT coalesce(exit_code = 0, false) AS green FROM review_test WHERE review = $1 AND commit = $2 AND command = $3
            ORDER BY coalesce(exit_code = 0, false) DESC LIMIT 1
            """;

    private static final String BASE_VERDICT =
            "SELECT green FROM base_test WHERE project = $1 AND commit = $2 AND command = $3";

    private static final String BASE_TESTED = """
            INSERT INTO base_test (project, commit, command, green) VALUES ($1, $2, $3, $4)
            ON CONFLICT (project) DO UPDATE SET commit = excluded.commit, command = excluded.command, green = excluded.green, tested_at = now()
            """;

    private final Pool pool;

    EvidenceRepository(Pool pool) {
        this.pool = pool;
    }

    /** Stores the evidence of a test. */
    Uni<Boolean> tested(UUID id, String commit, String command, TestResult result) {
        return changed(
                TESTED,
                Tuple.tuple()
                        .addUUID(id)
                        .addString(commit)
                        .addString(command)
                        .addInteger(result.exitCode().orElse(null))
                        .addBoolean(result.timedOut())
                        .addOffsetDateTime(result.startedAt().atOffset(ZoneOffset.UTC))
                        .addLong(result.duration().toMillis())
                        .addString(result.output()));
    }

    /** Whether a test of a commit with a command was green; empty if there was none. */
    Uni<Optional<Boolean>> verdict(UUID id, String commit, String command) {
        return verdict(VERDICT, Tuple.of(id, commit, command));
    }

    /** The same for a commit of the base branch without any work. */
    Uni<Optional<Boolean>> baseVerdict(UUID project, String commit, String command) {
        return verdict(BASE_VERDICT, Tuple.of(project, commit, command));
    }

    private Uni<Optional<Boolean>> verdict(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.stream().findFirst().map(row -> row.getBoolean("green")));
    }

    /** Stores how the test of a commit of the base branch ended, in place of that of an earlier commit. */
    Uni<Boolean> baseTested(UUID project, String commit, String command, boolean green) {
        return changed(BASE_TESTED, Tuple.of(project, commit, command, green));
    }

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
    }
}
