package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What triggers keep of the tasks, compared with what follows from the facts by the plainest way to work it out. */
final class WorkTruth {
    private static final Set<String> URGING = Set.of("open", "running", "review");

    private record Row(
            UUID id, int priority, String state, boolean held, boolean draft, int blockers, int effectivePriority) {
        boolean urges() {
            return URGING.contains(state) && !draft;
        }
    }

    private final Map<UUID, Row> rows = new HashMap<>();
    private final Map<UUID, List<UUID>> needs = new HashMap<>();
    private final Map<UUID, List<UUID>> waiting = new HashMap<>();

    private WorkTruth() {}

    static void check(Connection connection, String when) throws SQLException {
        WorkTruth truth = read(connection);
        truth.rows.values().forEach(row -> {
            assertThat(row.held()).as("held, %s", when).isEqualTo(row.draft());
            assertThat(row.blockers()).as("blockers, %s", when).isEqualTo(truth.blockers(row));
            if (!row.state().equals("done")) {
                assertThat(row.effectivePriority())
                        .as("effective priority, %s", when)
                        .isEqualTo(truth.urgency(row));
            }
        });
    }

    private long blockers(Row row) {
        return needs.getOrDefault(row.id(), List.of()).stream()
                .filter(needed -> !rows.get(needed).state().equals("done"))
                .count();
    }

    private int urgency(Row row) {
        return waiting.getOrDefault(row.id(), List.of()).stream()
                .map(rows::get)
                .filter(Row::urges)
                .mapToInt(this::urgency)
                .reduce(row.priority(), Math::min);
    }

    private static WorkTruth read(Connection connection) throws SQLException {
        WorkTruth truth = new WorkTruth();
        try (Statement statement = connection.createStatement()) {
            ResultSet tasks = statement.executeQuery("""
                    SELECT task.*, coalesce(plan.state = 'draft', false) AS draft
                    FROM task LEFT JOIN plan ON plan.id = task.plan
                    """);
            while (tasks.next()) {
                UUID id = tasks.getObject("id", UUID.class);
                truth.rows.put(
                        id,
                        new Row(
                                id,
                                tasks.getInt("priority"),
                                tasks.getString("state"),
                                tasks.getBoolean("held"),
                                tasks.getBoolean("draft"),
                                tasks.getInt("blockers"),
                                tasks.getInt("effective_priority")));
            }
            ResultSet dependencies = statement.executeQuery("SELECT task, needs FROM dependency");
            while (dependencies.next()) {
                UUID task = dependencies.getObject("task", UUID.class);
                UUID needed = dependencies.getObject("needs", UUID.class);
                truth.needs.computeIfAbsent(task, _ -> new ArrayList<>()).add(needed);
                truth.waiting.computeIfAbsent(needed, _ -> new ArrayList<>()).add(task);
            }
        }
        return truth;
    }
}
