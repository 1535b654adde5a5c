package dev.yardmaster.task;

import static dev.yardmaster.task.TaskDatabase.depend;
import static dev.yardmaster.task.TaskDatabase.query;
import static dev.yardmaster.task.TaskDatabase.run;
import static dev.yardmaster.task.TaskDatabase.state;
import static dev.yardmaster.task.TaskDatabase.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;

/** The triggers keep the derived columns of tasks correct while several transactions change tasks at the same time. */
@Timeout(120)
class TaskTriggersConcurrencyTest {
    private static final String BLOCKERS = "SELECT blockers FROM task WHERE id = ?";
    private static final String NEW_SESSION = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at)
            VALUES (?, gen_random_uuid(), gen_random_uuid(), 'ann', ?, 'p', 'e', 'one-shot', '/', 'running', now())
            """;

    @RegisterExtension
    static final TransactionFixture database = new TransactionFixture();

    private ExecutorService others;
    private Connection one;
    private Connection two;

    @BeforeEach
    void connect() {
        others = database.threads();
        one = database.one();
        two = database.two();
    }

    @Test
    void shouldNoticeThatADependencyFinishesWhileItsDependentIsAdded() throws Exception {
        // Given
        UUID needed = task(one);
        one.setAutoCommit(false);
        UUID waiting = task(one);
        depend(one, waiting, needed);

        // When
        Future<?> finish = later(() -> {
            state(two, needed, "done");
            return null;
        });
        awaitBlockedTransaction();
        one.commit();
        finish.get();

        // Then
        assertThat(query(two, BLOCKERS, waiting)).containsExactly(0);
    }

    @Test
    void shouldWaitForATransactionThatFinishesADependency() throws Exception {
        // Given
        UUID needed = task(one);
        UUID waiting = task(one);
        one.setAutoCommit(false);
        state(one, needed, "done");

        // When
        Future<?> addition = later(() -> {
            depend(two, waiting, needed);
            return null;
        });
        awaitBlockedTransaction();
        one.commit();
        addition.get();

        // Then
        assertThat(query(two, BLOCKERS, waiting)).containsExactly(0);
    }

    @Test
    void shouldCountADependencyWhoseCompletionIsRolledBack() throws Exception {
        // Given
        UUID needed = task(one);
        UUID waiting = task(one);
        one.setAutoCommit(false);
        state(one, needed, "done");

        // When
        Future<?> addition = later(() -> {
            depend(two, waiting, needed);
            return null;
        });
        awaitBlockedTransaction();
        one.rollback();
        addition.get();

        // Then
        assertThat(query(two, BLOCKERS, waiting)).containsExactly(1);
    }

    @Test
    void shouldNotHoldATaskThatIsAddedWhileItsPlanIsActivated() throws Exception {
        // Given
        UUID plan = TaskDatabase.plan(one, "draft");
        one.setAutoCommit(false);
        run(one, "UPDATE plan SET state = 'active' WHERE id = ?", plan);

        // When
        Future<UUID> add = later(() -> task(two, 3, plan));
        awaitBlockedTransaction();
        one.commit();

        // Then
        assertThat(query(two, "SELECT held FROM task WHERE id = ?", add.get())).containsExactly(false);
    }

    @Test
    void shouldPutTasksWithTheSameRequirementsIntoOneQueue() throws Exception {
        // Given
        String[] requires =
                IntStream.range(0, 50).mapToObj(i -> "%064d".formatted(i)).toArray(String[]::new);
        List<Callable<UUID>> adders = Collections.nCopies(16, () -> {
            try (Connection connection = database.connect()) {
                return task(connection, 3, null, requires);
            }
        });

        // When
        List<UUID> added = new ArrayList<>();
        for (Future<UUID> task : others.invokeAll(adders)) {
            added.add(task.get());
        }

        // Then
        assertThat(query(
                        one,
                        "SELECT DISTINCT queue FROM task WHERE id = ANY (?)",
                        one.createArrayOf("uuid", added.toArray())))
                .hasSize(1);
        assertThat(query(one, "SELECT count(*) FROM task_queue WHERE '%064d' = ANY (requires)".formatted(7)))
                .containsExactly(1L);
    }

    @Test
    void shouldPutTasksWithDifferentRequirementsIntoDifferentQueues() throws SQLException {
        // Given
        List<UUID> tasks =
                new ArrayList<>(List.of(task(one), task(one, 3, null, "gpu"), task(one, 3, null, "gpu", "x")));

        // When
        run(one, "UPDATE task SET role = 'steward' WHERE id = ?", tasks.getFirst());
        tasks.add(task(one));

        // Then
        assertThat(query(
                        one,
                        "SELECT DISTINCT queue FROM task WHERE id = ANY (?)",
                        one.createArrayOf("uuid", tasks.toArray())))
                .hasSize(4);
    }

    @Test
    void shouldWakeTheDispatcherForChangesByTriggers() throws SQLException {
        // Given
        UUID plan = TaskDatabase.plan(one, "draft");
        task(one, 3, plan);
        UUID needed = task(one);
        UUID waiting = task(one);
        depend(one, waiting, needed);
        run(two, "LISTEN yardmaster_dispatch");

        // When
        run(one, "UPDATE plan SET state = 'active' WHERE id = ?", plan);
        int afterActivation = notifications();
        run(one, "DELETE FROM dependency WHERE task = ?", waiting);
        int afterRelease = notifications();
        run(one, "UPDATE task SET reason = 'x' WHERE id = ?", waiting);
        int afterReason = notifications();

        // Then
        assertThat(List.of(afterActivation, afterRelease, afterReason)).containsExactly(1, 1, 0);
    }

    @Test
    void shouldStayCorrectWhileManyTransactionsChangeTasks() throws Exception {
        // Given
        List<UUID> tasks = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            tasks.add(task(one));
            run(one, NEW_SESSION, tasks.get(i), tasks.get(i));
        }
        List<Callable<Void>> clients = IntStream.range(0, 6)
                .mapToObj(seed -> (Callable<Void>) () -> changeTasks(tasks, new Random(seed)))
                .toList();

        // When
        List<Future<Void>> finished = others.invokeAll(clients);

        // Then
        for (Future<Void> each : finished) {
            each.get();
        }
        DerivedColumns.check(one, "after all transactions");
    }

    /** Random transactions in the order of locks that people's requests, ends of sessions and the dispatcher use. */
    private static Void changeTasks(List<UUID> tasks, Random random) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < 80; i++) {
                int at = 1 + random.nextInt(tasks.size() - 1);
                UUID task = tasks.get(at);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        run(connection, "SELECT lock_task_graph()");
                        depend(connection, task, tasks.get(random.nextInt(at)));
                    }
                    case 1 -> {
                        run(connection, "SELECT lock_task_graph()");
                        run(connection, "DELETE FROM dependency WHERE task = ?", task);
                        run(connection, "UPDATE task SET priority = ? WHERE id = ?", 1 + random.nextInt(5), task);
                    }
                    case 2 -> {
                        run(connection, "UPDATE session SET ended_at = now() WHERE id = ?", task);
                        state(connection, task, random.nextBoolean() ? "done" : "open");
                    }
                    default ->
                        run(
                                connection,
                                "UPDATE task SET state = 'running' WHERE id = (SELECT id FROM task WHERE id = ? AND state = 'open' FOR UPDATE SKIP LOCKED)",
                                task);
                }
                connection.commit();
            }
            return null;
        }
    }

    private <T> Future<T> later(Callable<T> work) {
        return others.submit(work);
    }

    private static void awaitBlockedTransaction() {
        database.awaitBlockedTransaction();
    }

    private int notifications() throws SQLException {
        return two.unwrap(PGConnection.class).getNotifications(500).length;
    }
}
