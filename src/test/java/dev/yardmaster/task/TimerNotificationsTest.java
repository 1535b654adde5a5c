package dev.yardmaster.task;

import static dev.yardmaster.task.TaskDatabase.query;
import static dev.yardmaster.task.TaskDatabase.run;
import static dev.yardmaster.task.TaskDatabase.state;
import static dev.yardmaster.task.TaskDatabase.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;

/** The database notifies the timer only of what the timer has to look at: its own work must not wake it again. */
@Timeout(120)
class TimerNotificationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TaskDatabase database;

    private Connection one;
    private Connection listener;

    @BeforeAll
    static void start() {
        database = new TaskDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void listen() throws SQLException {
        one = database.connect();
        listener = database.connect();
        run(listener, "LISTEN yardmaster_timer");
    }

    @AfterEach
    void disconnect() throws SQLException {
        one.close();
        listener.close();
    }

    @Test
    void shouldNotNotifyOfATurnThatFindsNothing() throws SQLException {

        // When
        query(one, "SELECT expire_plans(), announce_due_events(), end_subscriptions()");

        // Then
        assertNoNotification();
    }

    @Test
    void shouldNotNotifyOfATaskThatConcernsNothingWithATime() throws SQLException {
        // Given
        UUID task = task(one);

        // When
        state(one, task, "done");

        // Then
        assertNoNotification();
    }

    @Test
    void shouldNotifyOfATimeThatIsNew() throws SQLException {

        // When
        UUID plan = TaskDatabase.plan(one, "active");
        run(one, "UPDATE plan SET time_limit_ms = 300 WHERE id = ?", plan);

        // Then
        assertThat(listener.unwrap(PGConnection.class).getNotifications((int) PATIENCE.toMillis()))
                .isNotEmpty();
    }

    /** Notifications arrive in the order of their transactions, so one that is sent afterwards is the first. */
    private void assertNoNotification() throws SQLException {
        run(one, "SELECT pg_notify('yardmaster_timer', 'last')");
        assertThat(listener.unwrap(PGConnection.class).getNotifications((int) PATIENCE.toMillis()))
                .extracting("parameter")
                .containsExactly("last");
    }
}
