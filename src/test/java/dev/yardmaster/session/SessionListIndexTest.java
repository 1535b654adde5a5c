package dev.yardmaster.session;

import dev.yardmaster.testkit.ListDatabase;
import dev.yardmaster.testkit.ListDatabases;
import dev.yardmaster.testkit.QueryText;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the database finds each list of sessions by an index. */
@ExtendWith(ListDatabases.class)
class SessionListIndexTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sort=started",
                "after=01950000-0000-7000-8000-000000000000",
                "state=failed",
                "state=starting",
                "state=failed&state=running&state=lost",
                "sort=-ended",
                "sort=ended&state=failed",
                "sort=-ended&after=2025-03-01T00:00:00Z_01950000-0000-7000-8000-000000000000",
                "id=0195c2",
                "agent=agent7",
                "agent=agent7&state=failed",
                "task=01950000-0000-7000-8000-000000000000",
                "project=project3",
                "project=project49",
                "project=project49&sort=-ended",
                "plan=plan3",
                "provider=provider1",
                "provider=old",
                "provider=none-such",
                "model=rare",
                "model=model&state=failed",
                "startedFrom=2025-02-01&startedTo=2025-02-03",
                "startedTo=2025-01-03",
                "endedFrom=2025-02-01&endedTo=2025-02-03",
                "endedTo=2025-01-03&state=failed&sort=ended",
            })
    void shouldFindEachListByAnIndex(String query, ListDatabase database) {
        // Given
        var list = new SessionQuery(filter(new QueryText(query)), ListDatabase.LIMIT);

        // When
        ListDatabase.Execution execution = database.execute("session", query, list.sql(), list.values());

        // Then
        execution.requireIndex();
    }

    private static SessionFilter filter(QueryText query) {
        return new SessionFilter(
                query.one("after"),
                query.one("sort"),
                query.one("id"),
                query.all("state"),
                query.one("agent"),
                query.one("task").map(UUID::fromString),
                query.one("project"),
                query.one("plan"),
                query.one("provider"),
                query.one("model"),
                query.one("startedFrom"),
                query.one("startedTo"),
                query.one("endedFrom"),
                query.one("endedTo"));
    }
}
