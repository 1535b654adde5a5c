package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkMigrationTest {
    private static final String EARLIER_TASK = """
            INSERT INTO task (id, title, prompt, priority, role, state, created_at, updated_at)
            VALUES (?, 'a task', 'do it', ?, ?, 'open', now(), now())
            """;

    @Test
    void shouldPlaceTheTasksThatThereWere() throws SQLException {
        try (WorkDatabase database = new WorkDatabase("5");
                Connection connection = database.connect()) {
            // Given
            List<UUID> earlier = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
            WorkDatabase.run(connection, EARLIER_TASK, earlier.get(0), 2, "worker");
            WorkDatabase.run(connection, EARLIER_TASK, earlier.get(1), 4, "worker");
            WorkDatabase.run(connection, EARLIER_TASK, earlier.get(2), 1, "steward");

            // When
            database.migrate("latest");

            // Then
            WorkTruth.check(connection, "after the migration");
            UUID later = WorkDatabase.task(connection);
            assertThat(WorkDatabase.ask(connection, "SELECT count(DISTINCT lane) FROM task"))
                    .containsExactly(2L);
            assertThat(WorkDatabase.ask(
                            connection,
                            "SELECT count(*) FROM task WHERE lane = (SELECT lane FROM task WHERE id = ?)",
                            later))
                    .containsExactly(3L);
        }
    }
}
