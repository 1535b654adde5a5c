package dev.yardmaster.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes tasks, plans and dependencies at random. After each step the derived columns of all tasks must be correct. */
@Timeout(170)
class TaskTriggersPropertyTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 25;
    private static final List<String> STATES =
            List.of("open", "open", "running", "review", "done", "done", "failed", "cancelled");

    private static TaskDatabase database;

    @BeforeAll
    static void start() {
        database = new TaskDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void shouldKeepDerivedColumnsCorrect() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            for (int seed = 0; seed < SEEDS; seed++) {
                // Given
                var changes = new RandomChanges(connection, new Random(seed));

                // When
                for (int step = 0; step < STEPS; step++) {
                    String what = changes.step();

                    // Then
                    DerivedColumns.check(connection, "seed %d, step %d: %s".formatted(seed, step, what));
                }
                connection.rollback();
            }
        }
    }

    /** A list of tasks in which each task depends only on earlier ones, so cycles can't occur. New tasks are inserted at random positions. */
    private static final class RandomChanges {
        private final Connection connection;
        private final Random random;
        private final List<UUID> tasks = new ArrayList<>();
        private final List<UUID> plans = new ArrayList<>();

        RandomChanges(Connection connection, Random random) throws SQLException {
            this.connection = connection;
            this.random = random;
            plans.add(TaskDatabase.plan(connection, "draft"));
            for (int i = 0; i < 4; i++) {
                add();
            }
        }

        String step() throws SQLException {
            return switch (random.nextInt(9)) {
                case 0, 1 -> add();
                case 2, 3 -> move();
                case 4 -> prioritise();
                case 5 -> depend(random.nextInt(tasks.size()));
                case 6 -> release();
                case 7 -> replan();
                default -> decide();
            };
        }

        private String add() throws SQLException {
            UUID plan = random.nextInt(3) == 0 ? plans.get(random.nextInt(plans.size())) : null;
            UUID task = TaskDatabase.task(connection, 1 + random.nextInt(5), plan);
            int at = random.nextInt(tasks.size() + 1);
            tasks.add(at, task);
            for (int i = random.nextInt(3); i > 0; i--) {
                depend(at);
            }
            return "add";
        }

        private String move() throws SQLException {
            String state = STATES.get(random.nextInt(STATES.size()));
            List<UUID> some = tasks.stream().filter(_ -> random.nextInt(3) == 0).toList();
            TaskDatabase.run(
                    connection,
                    "UPDATE task SET state = ? WHERE id = ANY (?)",
                    state,
                    connection.createArrayOf("uuid", some.toArray()));
            return "move to " + state;
        }

        private String prioritise() throws SQLException {
            TaskDatabase.run(connection, "UPDATE task SET priority = ? WHERE id = ?", 1 + random.nextInt(5), any());
            return "prioritise";
        }

        private String depend(int at) throws SQLException {
            if (at > 0) {
                TaskDatabase.depend(connection, tasks.get(at), tasks.get(random.nextInt(at)));
            }
            return "depend";
        }

        private String release() throws SQLException {
            TaskDatabase.run(connection, "DELETE FROM dependency WHERE task = ? OR needs = ?", any(), any());
            return "release";
        }

        private String replan() throws SQLException {
            UUID plan = random.nextBoolean() ? plans.get(random.nextInt(plans.size())) : null;
            TaskDatabase.run(connection, "UPDATE task SET plan = ? WHERE id = ?", plan, any());
            return "replan";
        }

        private String decide() throws SQLException {
            UUID plan = plans.removeLast();
            String state = random.nextBoolean() ? "active" : "cancelled";
            TaskDatabase.run(connection, "UPDATE plan SET state = ? WHERE id = ?", state, plan);
            plans.add(TaskDatabase.plan(connection, "draft"));
            if (state.equals("active")) {
                plans.addFirst(plan);
            }
            return "decide " + state;
        }

        private UUID any() {
            return tasks.get(random.nextInt(tasks.size()));
        }
    }
}
