package dev.yardmaster.task;

import static dev.yardmaster.task.TaskDatabase.query;
import static dev.yardmaster.task.TaskDatabase.run;
import static dev.yardmaster.task.TaskDatabase.state;
import static dev.yardmaster.task.TaskDatabase.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The triggers of plans, of what agents wait for, and of what people have dismissed. */
@Timeout(120)
class PlanTriggersTest {
    private static final String NEW_SUBSCRIPTION = """
            INSERT INTO subscription (id, agent, events, plan, task, once) VALUES (gen_random_uuid(), ?, '{task.done,plan.completed}', ?, ?, false)
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
    void shouldHoldATaskThatIsAddedToACompletedPlanWhoseTimeIsOver() throws SQLException {
        // Given
        UUID plan = TaskDatabase.plan(one, "active");
        run(one, "UPDATE plan SET time_limit_ms = 300 WHERE id = ?", plan);
        state(one, task(one, 3, plan), "done");
        await().until(() -> query(one, "SELECT due_at < clock_timestamp() FROM plan WHERE id = ?", plan)
                .contains(true));

        // When
        UUID added = task(one, 3, plan);

        // Then
        assertThat(query(one, "SELECT state || ' ' || overdue FROM plan WHERE id = ?", plan))
                .containsExactly("active true");
        assertThat(query(one, "SELECT held FROM task WHERE id = ?", added)).containsExactly(true);
    }

    @Test
    void shouldExpireAPlanWhileOneOfItsTasksEnds() throws Exception {
        // Given
        UUID plan = TaskDatabase.plan(one, "active");
        UUID ending = task(one, 3, plan);
        UUID other = task(one, 3, plan);
        run(one, "UPDATE plan SET time_limit_ms = 300 WHERE id = ?", plan);
        await().until(() -> query(one, "SELECT due_at < clock_timestamp() FROM plan WHERE id = ?", plan)
                .contains(true));
        one.setAutoCommit(false);
        run(one, "SELECT FROM task WHERE id = ? FOR UPDATE", ending);

        // When
        Future<?> expiry = others.submit(() -> query(two, "SELECT expire_plans()"));
        awaitBlockedTransaction();
        state(one, ending, "done");
        one.commit();
        expiry.get();

        // Then
        assertThat(query(two, "SELECT overdue FROM plan WHERE id = ?", plan)).containsExactly(true);
        assertThat(query(two, "SELECT held FROM task WHERE id = ?", other)).containsExactly(true);
    }

    @Test
    void shouldTellAnAgentThatItWaitsInVain() throws SQLException {
        // Given
        UUID agent = agent();
        UUID plan = TaskDatabase.plan(one, "active");
        UUID cancelled = task(one);
        UUID deleted = task(one);
        UUID kept = task(one);
        run(one, NEW_SUBSCRIPTION, agent, null, cancelled);
        run(one, NEW_SUBSCRIPTION, agent, null, deleted);
        run(one, NEW_SUBSCRIPTION, agent, plan, null);
        run(one, NEW_SUBSCRIPTION, agent, null, kept);

        // When
        state(one, cancelled, "cancelled");
        run(one, "DELETE FROM task WHERE id = ?", deleted);
        run(one, "UPDATE plan SET state = 'cancelled' WHERE id = ?", plan);

        // Then
        assertThat(query(one, "SELECT task FROM subscription WHERE agent = ?", agent))
                .containsExactly(kept);
        assertThat(query(
                        one,
                        "SELECT data ->> 'why' FROM wake_up WHERE agent = ? AND event = 'subscription.vain' ORDER BY id",
                        agent))
                .containsExactly(
                        "The task 'a task' (" + cancelled + ") was cancelled.",
                        "The task 'a task' (" + deleted + ") was deleted.",
                        "The plan '" + plan + "' was cancelled.");
    }

    @Test
    void shouldForgetADismissalWithItsThing() throws SQLException {
        // Given
        UUID task = task(one);
        state(one, task, "failed");
        for (String kind : new String[] {"task_failed", "task_review", "executable"}) {
            run(one, "INSERT INTO need_dismissal VALUES (?, ?, 'v', 'ann', now())", kind, task.toString());
        }

        // When
        run(one, "DELETE FROM task WHERE id = ?", task);

        // Then
        assertThat(query(one, "SELECT kind FROM need_dismissal WHERE subject = ?", task.toString()))
                .containsExactly("executable");
    }

    private UUID agent() throws SQLException {
        UUID id = UUID.randomUUID();
        run(
                one,
                "INSERT INTO agent (id, name, role, max_concurrent_tasks, enabled, created_at) VALUES (?, ?, 'director', 1, true, now())",
                id,
                "agent-" + id);
        return id;
    }

    private static void awaitBlockedTransaction() {
        database.awaitBlockedTransaction();
    }
}
