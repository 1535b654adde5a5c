package dev.yardmaster.bench;

import java.sql.SQLException;

/** Tasks that wait, and that nobody can start. */
enum Backlog {
    /** Half for an agent that is not enabled, half for one with a tag that none has. */
    UNWANTED(
            "nobody may",
            "CASE WHEN i % 2 = 0 THEN (SELECT id FROM agent WHERE name = '" + Backlog.DISABLED + "') END",
            "CASE WHEN i % 2 = 0 THEN '{}' ELSE '{nobody}' END::text[]"),
    /** A hundred different demands. */
    MIXED("100 demands", "NULL", "ARRAY['nobody-' || i % 100]"),
    /** What a pause looks like: the agents that may have them are free, and their executable is limited. */
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

    /** Adds tasks until so many wait, and has the database tidy up now instead of while somebody measures. */
    void fill(Store store, int size) throws SQLException {
        long missing = size - store.number("SELECT count(*) FROM task WHERE title = 'waits'");
        store.run(FILL.formatted(reservedFor, requires, missing));
        tidy(store);
    }

    static void clear(Store store) throws SQLException {
        store.run("DELETE FROM task WHERE title = 'waits'");
        tidy(store);
    }

    private static void tidy(Store store) throws SQLException {
        store.run("VACUUM ANALYZE");
        store.run("CHECKPOINT");
    }
}
