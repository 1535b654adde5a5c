package dev.yardmaster.retention;

import static dev.yardmaster.task.TaskDatabase.query;
import static dev.yardmaster.task.TaskDatabase.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.task.TaskDatabase;
import dev.yardmaster.testkit.ManualClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Old things disappear from the database, and nothing that is needed does. */
class RetentionTest {
    private static final int DAYS = 30;
    private static final int KEPT_DAYS = 10;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** The measurement uses -Dretention.tasks=1000000. */
    private static final int TASKS = Integer.getInteger("retention.tasks", 3000);

    private static TaskDatabase database;
    private static Vertx vertx;
    private static Pool pool;

    private final ManualClock clock = new ManualClock();
    private final Map<RetainedKind, Duration> ages = new EnumMap<>(RetainedKind.class);
    private Connection connection;
    private SimulatedCrew crew;

    @BeforeAll
    static void start() {
        database = new TaskDatabase();
        vertx = Vertx.vertx();
        pool = database.pool(vertx);
    }

    @AfterAll
    static void stop() {
        pool.close().await().atMost(PATIENCE);
        vertx.close().toCompletionStage().toCompletableFuture().join();
        database.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = database.connect();
        run(connection, "TRUNCATE task, plan, session, session_chunk, past_usage, activity, message CASCADE");
        crew = new SimulatedCrew(connection);
        for (RetainedKind kind : RetainedKind.values()) {
            ages.put(kind, DAY.multipliedBy(KEPT_DAYS));
        }
        ages.put(RetainedKind.USAGE, DAY.multipliedBy(365));
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void shouldKeepUpWithThirtyDaysOfWork() throws SQLException {
        // Given
        int tasks = TASKS / DAYS;
        int sessions = tasks / 10;
        Instant first = clock.instant();
        UUID needed = crew.ended(first, "done");
        crew.waitingFor(needed);
        long worked = 0;

        // When
        for (int day = 0; day < DAYS; day++) {
            crew.work(clock.instant(), tasks, sessions);
            long startedAt = System.nanoTime();
            retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);
            worked += System.nanoTime() - startedAt;
            clock.advance(DAY);
        }

        // Then
        int keptDays = KEPT_DAYS + 1;
        report(worked);
        assertThat(crew.count("task WHERE ended_at IS NOT NULL")).isEqualTo((long) keptDays * tasks + 1);
        assertThat(crew.count("task WHERE id = ?", needed)).isOne();
        assertThat(crew.count("session")).isEqualTo((long) keptDays * sessions);
        assertThat(crew.count("session_chunk")).isEqualTo(2L * keptDays * sessions);
        assertThat(crew.count("plan")).isEqualTo(keptDays);
        assertThat(crew.count("activity WHERE actor = 'test'")).isEqualTo((long) keptDays * tasks);
        assertThat(crew.count("session_usage")).isEqualTo((long) DAYS * sessions);
    }

    @Test
    void shouldDeleteOldMessagesThatAreNotQueued() throws SQLException {
        // Given
        addMessage(1, "queued");
        addMessage(2, "acknowledged");
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));
        addMessage(3, "acknowledged");

        // When
        retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(crew.count("message WHERE seq IN (1, 3)")).isEqualTo(2);
        assertThat(crew.count("message")).isEqualTo(2);
    }

    private void addMessage(int seq, String state) throws SQLException {
        run(connection, """
                INSERT INTO message (id, recipient, seq, addressed, sender_kind, sender, thread, text, state, created_at)
                VALUES (time_ordered_id(), 'people', %d, 'people', 'token', 'test', gen_random_uuid(), 'x', '%s', '%s')
                """.formatted(seq, state, clock.instant()));
    }

    @Test
    void shouldKeepTheTasksThatOthersWaitFor() throws SQLException {
        // Given
        UUID needed = crew.ended(clock.instant(), "failed");
        crew.waitingFor(needed);
        UUID neededAfterReopening = crew.ended(clock.instant(), "failed");
        UUID waiting = crew.ended(clock.instant().plus(DAY.multipliedBy(KEPT_DAYS)), "cancelled");
        TaskDatabase.depend(connection, waiting, neededAfterReopening);
        UUID unneeded = crew.ended(clock.instant(), "done");
        TaskDatabase.depend(connection, waiting, unneeded);
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));

        // When
        retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(query(connection, "SELECT id FROM task WHERE ended_at IS NOT NULL"))
                .containsExactlyInAnyOrder(needed, neededAfterReopening, waiting);
        assertThat(query(connection, "SELECT needs FROM dependency"))
                .containsExactlyInAnyOrder(needed, neededAfterReopening);
    }

    @Test
    void shouldKeepTheSessionsThatOthersContinue() throws SQLException {
        // Given
        Instant old = clock.instant();
        UUID ofOpenTask = crew.session(old, TaskDatabase.task(connection), true, null);
        UUID running = crew.session(old, null, false, null);
        UUID continued = crew.session(old, null, true, null);
        UUID continuing = crew.session(old, null, false, continued);
        UUID unneeded = crew.session(old, null, true, null);
        UUID ofJustEndedTask =
                crew.session(old, crew.ended(old.plus(DAY.multipliedBy(KEPT_DAYS)), "failed"), true, null);
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));

        // When
        RetentionTotals totals =
                retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(totals.deleted(RetainedKind.SESSIONS)).isOne();
        assertThat(query(connection, "SELECT id FROM session"))
                .containsExactlyInAnyOrder(ofOpenTask, running, continued, continuing, ofJustEndedTask)
                .doesNotContain(unneeded);
    }

    @Test
    void shouldForgetTheSessionOfATaskThatStays() throws SQLException {
        // Given
        UUID task = crew.ended(clock.instant(), "failed");
        UUID session = crew.session(clock.instant(), task, true, null);
        run(connection, "UPDATE task SET session = ? WHERE id = ?", session, task);
        ages.remove(RetainedKind.TASKS);
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));

        // When
        retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(query(connection, "SELECT session FROM task WHERE id = ?", task))
                .containsOnlyNulls();
        assertThat(query(connection, "SELECT task FROM session_usage")).containsExactly(task);
    }

    @Test
    void shouldKeepDraftsAndPlansWithTasks() throws SQLException {
        // Given
        UUID unfinished = crew.work(clock.instant(), 20, 0);
        TaskDatabase.task(connection, 3, unfinished);
        UUID draft = crew.work(clock.instant(), 20, 0);
        run(connection, "UPDATE plan SET state = 'draft' WHERE id = ?", draft);
        crew.work(clock.instant(), 20, 0);
        UUID neverUsed = TaskDatabase.plan(connection, "active");
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));

        // When
        retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(query(connection, "SELECT id FROM plan")).containsExactlyInAnyOrder(unfinished, draft, neverUsed);
    }

    @Test
    void shouldDeleteTheOldestLogsWhenAllLogsAreTooLarge() throws SQLException {
        // Given
        crew.work(clock.instant(), 30, 30);
        clock.advance(DAY);
        Instant second = clock.instant();
        crew.work(second, 30, 30);
        clock.advance(DAY);
        long most = 40L * SimulatedCrew.LOG_BYTES_PER_SESSION;

        // When
        RetentionTotals totals =
                retention(OptionalLong.of(most)).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(totals.bytes()).isEqualTo(20L * SimulatedCrew.LOG_BYTES_PER_SESSION);
        assertThat(crew.count("session")).isEqualTo(60);
        assertThat(crew.count("session WHERE log_deleted_at IS NOT NULL AND ended_at < ?", at(second)))
                .isEqualTo(20);
        assertThat(crew.count("session_chunk")).isEqualTo(80);
    }

    @Test
    void shouldDeleteALongLogInSeveralTransactions() throws SQLException {
        // Given
        UUID session = crew.session(clock.instant(), null, true, null);
        longLog(session);
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));

        // When
        RetentionTotals totals =
                retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(totals.bytes()).isEqualTo(1200);
        assertThat(totals.deleted(RetainedKind.LOGS)).isOne();
        assertThat(crew.count("session_chunk")).isZero();
        assertThat(crew.count("session")).isZero();
    }

    @Test
    void shouldDeleteWholeLogsOnlyWhenAllLogsAreTooLarge() throws SQLException {
        // Given
        longLog(crew.session(clock.instant(), null, true, null));
        clock.advance(DAY);

        // When
        RetentionTotals totals =
                retention(OptionalLong.of(1100)).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(totals.bytes()).isEqualTo(1200);
        assertThat(crew.count("session WHERE log_deleted_at IS NOT NULL")).isOne();
    }

    @Test
    void shouldLeaveTheWorkToAServiceThatIsDoingIt() throws SQLException {
        // Given
        crew.ended(clock.instant(), "done");
        clock.advance(DAY.multipliedBy(KEPT_DAYS + 1));
        query(connection, "SELECT pg_advisory_lock(hashtextextended('retention', 0))::text");

        // When
        RetentionTotals whileOtherWorks =
                retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);
        query(connection, "SELECT pg_advisory_unlock(hashtextextended('retention', 0))");
        RetentionTotals afterwards =
                retention(OptionalLong.empty()).deleteOld().await().atMost(PATIENCE);

        // Then
        assertThat(whileOtherWorks.isEmpty()).isTrue();
        assertThat(afterwards.deleted(RetainedKind.TASKS)).isOne();
    }

    /** A log of 1200 chunks with one byte each. */
    private void longLog(UUID session) throws SQLException {
        run(
                connection,
                "INSERT INTO session_chunk SELECT ?, n, n, n, ?, 1, 'x' FROM generate_series(1, 1200) n",
                session,
                session);
    }

    private Retention retention(OptionalLong maxLogBytes) {
        return new Retention(
                new RetentionRepository(pool),
                new RetentionPolicy(ages, maxLogBytes, 100),
                clock,
                new SimpleMeterRegistry());
    }

    private static Object at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    /** For the measurement. */
    private void report(long workedNanos) throws SQLException {
        List<Object> sizes = query(connection, """
                SELECT string_agg(relname || ' ' || pg_size_pretty(pg_total_relation_size(oid)), ', ' ORDER BY relname) FROM pg_class
                WHERE relname IN ('task', 'session', 'session_chunk', 'past_usage', 'activity', 'dependency')
                """);
        System.out.printf(
                "%d tasks in %d days: retention worked %.1f s; %s%n", TASKS, DAYS, workedNanos / 1e9, sizes.getFirst());
    }
}
