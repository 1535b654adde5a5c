package dev.yardmaster.task;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A database for the tests of one class, and for each test two connections and threads for transactions that run at the same time. */
final class TransactionFixture implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private TaskDatabase database;
    private ExecutorService threads;
    private Connection one;
    private Connection two;

    @Override
    public void beforeAll(ExtensionContext context) {
        database = new TaskDatabase();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws SQLException {
        threads = Executors.newCachedThreadPool();
        one = database.connect();
        two = database.connect();
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        one.close();
        two.close();
        threads.shutdownNow();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        database.close();
    }

    Connection one() {
        return one;
    }

    Connection two() {
        return two;
    }

    /** Threads for work that waits for a transaction of the test. */
    ExecutorService threads() {
        return threads;
    }

    /** Opens a connection that the caller closes. */
    Connection connect() throws SQLException {
        return database.connect();
    }

    /** Waits until a transaction waits for a lock that another one holds. */
    void awaitBlockedTransaction() {
        await().until(() -> {
            try (Connection watching = connect()) {
                return !TaskDatabase.query(watching, "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                        .isEmpty();
            }
        });
    }
}
