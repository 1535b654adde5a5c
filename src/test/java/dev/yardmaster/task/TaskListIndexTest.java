package dev.yardmaster.task;

import dev.yardmaster.testkit.ListDatabase;
import dev.yardmaster.testkit.ListDatabases;
import dev.yardmaster.testkit.QueryText;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that the database finds each list of tasks by an index. */
@ExtendWith(ListDatabases.class)
class TaskListIndexTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sort=created",
                "after=01950000-0000-7000-8000-000000000000",
                "state=failed",
                "state=review",
                "state=failed&state=cancelled&state=review",
                "sort=priority",
                "sort=-priority",
                "sort=priority&state=open",
                "sort=priority&after=3_01950000-0000-7000-8000-000000000000",
                "sort=-ended",
                "sort=ended&state=failed",
                "sort=-ended&after=2025-03-01T00:00:00Z_01950000-0000-7000-8000-000000000000",
                "text=zebra",
                "text=common",
                "text=release",
                "text=RELEASE zebra",
                "text=release&state=failed",
                "text=common&sort=priority",
                "text=zebra&sort=-ended",
                "text=nowhere",
                "tag=nightly",
                "tag=old",
                "tag=rare",
                "tag=none",
                "tag=nightly&tag=old",
                "tag=old&after=01960000-0000-7000-8000-000000000000",
                "tag=rare&sort=priority",
                "id=0195c2",
                "agent=agent7",
                "agent=agent7&state=done&sort=-ended",
                "project=project3",
                "project=project49",
                "project=project49&state=failed&sort=priority",
                "plan=plan3",
                "plan=plan3&sort=priority",
                "provider=provider1",
                "provider=none-such",
                "model=model",
                "createdFrom=2025-02-01&createdTo=2025-02-03",
                "createdTo=2025-01-02",
                "createdFrom=2025-02-01&createdTo=2025-02-03&state=review",
                "endedFrom=2025-02-01&endedTo=2025-02-03",
                "endedFrom=2025-02-01&endedTo=2025-02-03&sort=ended",
                "endedTo=2025-01-02&state=failed",
                "project=project3&state=done&tag=nightly&text=release",
            })
    void shouldFindEachListByAnIndex(String query, ListDatabase database) {
        // Given
        var list = new TaskQuery(filter(new QueryText(query)), ListDatabase.LIMIT, " task.* ");

        // When
        ListDatabase.Execution execution = database.execute("task", query, list.sql(), list.values());

        // Then
        execution.requireIndex();
    }

    private static TaskFilter filter(QueryText query) {
        return new TaskFilter(
                query.one("after"),
                query.one("sort"),
                query.one("id"),
                query.all("state"),
                query.one("text"),
                query.all("tag"),
                query.one("agent"),
                query.one("project"),
                query.one("plan"),
                query.one("provider"),
                query.one("model"),
                query.one("createdFrom"),
                query.one("createdTo"),
                query.one("endedFrom"),
                query.one("endedTo"));
    }
}
