package dev.yardmaster.bench;

import java.sql.SQLException;

/** Waiting tasks that no agent can start. */
enum Backlog {
    /** Half of the tasks are reserved for a disabled agent, half require a tag that no agent has. */
    UNWANTED(
            "no agent",
            "CASE WHEN i % 2 = 0 THEN (SELECT id FROM agent WHERE name = '" + Backlog.DISABLED + "') END",
            "CASE WHEN i % 2 = 0 THEN '{}' ELSE '{no-agent}' END::text[]"),
    /** A hundred different combinations of required tags, so a hundred task queues. */
    MIXED("100 demands", "NULL", "ARRAY['no-agent-' || i % 100]"),
    /** Agents for the tasks are free, but their executable is limited. */
    LIMITED("all limited", "NULL", "'{" + Backlog.LIMITED_TAG + "}'");

    static final String DISABLED = "disabled";
    static final String LIMITED_TAG = "limited";

    private static final String FILL = """
            INSERT INTO task (id, title, prompt, priority, role, reserved_for, requires, state, created_at, updated_at)
            SELECT uuidv7(), 'waits', 'wait', 1 + i %% 5, 'worker', %s, %s, 'open', now(), now() FROM generate_series(1, %d) i
            """;

    private final String text;
    private final String reservedFor;
    private final String requires;

    Backlog(String text, String reservedFor, String requires) {
        this.text = text;
        this.reservedFor = reservedFor;
        this.requires = requires;
    }

    String text() {
        return text;
    }

    /** Adds tasks until {@code size} tasks wait. Then runs the database's maintenance, so that it does not run during a measurement. */
    void fill(BenchDatabase database, int size) throws SQLException {
        long missing = size - database.number("SELECT count(*) FROM task WHERE title = 'waits'");
        database.run(FILL.formatted(reservedFor, requires, missing));
        maintain(database);
    }

    static void clear(BenchDatabase database) throws SQLException {
        database.run("DELETE FROM task WHERE title = 'waits'");
        maintain(database);
    }

    private static void maintain(BenchDatabase database) throws SQLException {
        database.run("VACUUM ANALYZE");
        database.run("CHECKPOINT");
    }
}
