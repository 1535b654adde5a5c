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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Recomputes the derived columns of all tasks in the simplest way, and compares them with those that the triggers wrote. */
final class DerivedColumns {
    private static final Set<String> WAITING = Set.of("open", "running", "review");

    private record Row(
            UUID id, int priority, String state, boolean held, boolean draft, int blockers, int effectivePriority) {
        boolean passesPriorityOn() {
            return WAITING.contains(state) && !draft;
        }
    }

    private final Map<UUID, Row> rows = new HashMap<>();
    private final Map<UUID, List<UUID>> needs = new HashMap<>();
    private final Map<UUID, List<UUID>> waiting = new HashMap<>();

    private DerivedColumns() {}

    static void check(Connection connection, String when) throws SQLException {
        checkPlans(connection, when);
        DerivedColumns expected = read(connection);
        expected.rows.values().forEach(row -> {
            assertThat(row.held()).as("held, %s", when).isEqualTo(row.draft());
            assertThat(row.blockers()).as("blockers, %s", when).isEqualTo(expected.blockers(row));
            if (!row.state().equals("done")) {
                assertThat(row.effectivePriority())
                        .as("effective priority, %s", when)
                        .isEqualTo(expected.effectivePriority(row));
            }
        });
    }

    /** The states of the plans that have wrong ones. */
    private static void checkPlans(Connection connection, String when) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet plans = statement.executeQuery("""
                    SELECT plan.state, string_agg(task.state, ' ') AS tasks FROM plan JOIN task ON task.plan = plan.id
                    WHERE plan.state IN ('active', 'completed', 'failed') GROUP BY plan.id
                    """);
            while (plans.next()) {
                Set<String> states =
                        Stream.of(plans.getString("tasks").split(" ")).collect(Collectors.toSet());
                String expected = states.stream().anyMatch(WAITING::contains)
                        ? "active"
                        : states.contains("failed") ? "failed" : "completed";
                assertThat(plans.getString("state"))
                        .as("plan of %s, %s", states, when)
                        .isEqualTo(expected);
            }
        }
    }

    private long blockers(Row row) {
        return needs.getOrDefault(row.id(), List.of()).stream()
                .filter(needed -> !rows.get(needed).state().equals("done"))
                .count();
    }

    private int effectivePriority(Row row) {
        return waiting.getOrDefault(row.id(), List.of()).stream()
                .map(rows::get)
                .filter(Row::passesPriorityOn)
                .mapToInt(this::effectivePriority)
                .reduce(row.priority(), Math::min);
    }

    private static DerivedColumns read(Connection connection) throws SQLException {
        DerivedColumns expected = new DerivedColumns();
        try (Statement statement = connection.createStatement()) {
            ResultSet tasks = statement.executeQuery("""
                    SELECT task.*, coalesce(plan.state = 'draft', false) AS draft
                    FROM task LEFT JOIN plan ON plan.id = task.plan
                    """);
            while (tasks.next()) {
                UUID id = tasks.getObject("id", UUID.class);
                expected.rows.put(
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
                expected.needs.computeIfAbsent(task, _ -> new ArrayList<>()).add(needed);
                expected.waiting.computeIfAbsent(needed, _ -> new ArrayList<>()).add(task);
            }
        }
        return expected;
    }
}
