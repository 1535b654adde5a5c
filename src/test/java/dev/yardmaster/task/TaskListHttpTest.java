package dev.yardmaster.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters, sorts and pages the list of tasks over HTTP. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskListHttpTest {
    private final Api api = LocalService.api();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @ParameterizedTest
    @CsvSource({
        "created, 0 1 2 3 4 5 6",
        "-created, 6 5 4 3 2 1 0",
        "priority, 1 4 0 2 5 6 3",
        "-priority, 3 6 5 2 0 4 1",
        "ended, 5 2 0",
        "-ended, 0 2 5",
    })
    void shouldPageThroughEachOrder(String sort, String order) {
        // Given
        List<String> tasks = List.of(3, 1, 3, 5, 1, 3, 4).stream()
                .map(priority -> added(new JsonObject().put("priority", priority)))
                .toList();
        List.of(5, 2, 0)
                .forEach(ended -> api.json(api.post("/api/tasks/" + tasks.get(ended) + "/cancel", new JsonObject())));

        // When
        List<String> found = all("sort=" + sort + "&limit=2");

        // Then
        assertThat(found.stream().map(id -> "" + tasks.indexOf(id))).containsExactly(order.split(" "));
    }

    @Test
    void shouldKeepTheOrderOfAPageWhoseLastTaskChanges() {
        // Given
        List<String> tasks = List.of(2, 2, 3, 4).stream()
                .map(priority -> added(new JsonObject().put("priority", priority)))
                .toList();
        JsonObject first = page("sort=priority&limit=2");

        // When
        api.json(api.send("PATCH", "/api/tasks/" + tasks.get(1), "{\"priority\": 5}"));
        JsonObject second = page("sort=priority&limit=2&after=" + first.getString("next"));

        // Then
        assertThat(ids(second)).containsExactly(tasks.get(2), tasks.get(3));
    }

    @Test
    void shouldFindTasksByTheirTags() {
        // Given
        String one = added(
                new JsonObject().put("tags", new JsonArray().add("Nightly").add("ui")));
        JsonObject another = task(new JsonObject().put("tags", new JsonArray().add("nightly")));
        String two = api.json(api.post("/api/tasks/bulk", new JsonObject().put("tasks", new JsonArray().add(another))))
                .getJsonArray("items")
                .getJsonObject(0)
                .getString("id");

        // When
        List<List<String>> before = List.of(all("tag=nightly"), all("tag=NIGHTLY&tag=ui"), all("tag=none"));
        JsonObject changed = api.json(api.send("PATCH", "/api/tasks/" + one, "{\"tags\": [\"api\"]}"));

        // Then
        assertThat(before).containsExactly(List.of(two, one), List.of(one), List.of());
        assertThat(changed.getJsonArray("tags")).containsExactly("api");
        assertThat(all("tag=nightly")).containsExactly(two);
        assertThat(all("tag=api&sort=priority")).containsExactly(one);
    }

    @ParameterizedTest
    @CsvSource({
        "parser, 0 1",
        "PARSER größe, 1",
        "'größe, der parser!', 1",
        "pars,",
        "don't,",
        "c++ parser, 0",
    })
    void shouldFindTasksByTheirWords(String text, String expected) {
        // Given
        List<String> tasks = List.of(
                added(new JsonObject().put("title", "Write the parser").put("prompt", "in C, not in Java")),
                added(new JsonObject()
                        .put("title", "Messen")
                        .put("prompt", "Die GRÖSSE und größe der Dateien (Parser)")),
                added(new JsonObject()
                        .put("prompt", "word-".repeat(20_000) + "x".repeat(5_000) + " 日本".repeat(30_000))));

        // When
        List<String> found = all("sort=created&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8));

        // Then
        assertThat(found)
                .containsExactlyElementsOf(Optional.ofNullable(expected).stream()
                        .flatMap(it -> List.of(it.split(" ")).stream())
                        .map(index -> tasks.get(Integer.parseInt(index)))
                        .toList());
    }

    @Test
    void shouldFindChangedWords() {
        // Given
        String task = added(new JsonObject().put("title", "before"));

        // When
        api.json(api.send("PATCH", "/api/tasks/" + task, "{\"title\": \"afterwards\"}"));

        // Then
        assertThat(all("text=before")).isEmpty();
        assertThat(all("text=afterwards")).containsExactly(task);
    }

    @Test
    void shouldFilterByTimeAndByWhatTheTaskNames() {
        // Given
        String first = added(new JsonObject().put("model", "opus"));
        String second = added(new JsonObject().put("provider", "codex"));
        String createdAt = api.json(api.get("/api/tasks/" + second)).getString("createdAt");
        api.json(api.post("/api/tasks/" + second + "/cancel", new JsonObject()));

        // When
        List<List<String>> found = List.of(
                all("createdFrom=" + createdAt),
                all("createdTo=" + createdAt),
                all("endedFrom=" + createdAt),
                all("endedTo=" + createdAt),
                all("model=opus"),
                all("provider=codex&state=open&state=cancelled"));

        // Then
        assertThat(found)
                .containsExactly(
                        List.of(second), List.of(first), List.of(second), List.of(), List.of(first), List.of(second));
    }

    @ParameterizedTest
    @CsvSource({
        "sort=title, invalid_request, 'sort', priority",
        "sort=priority&after=00000000-0000-7000-8000-000000000000, invalid_cursor, 'after', the same 'sort'",
        "sort=ended&after=soon_00000000-0000-7000-8000-000000000000, invalid_cursor, 'after', the same 'sort'",
        "after=3_00000000-0000-7000-8000-000000000000, invalid_cursor, 'after', the same 'sort'",
        "tag=a%20b, invalid_request, 'tag', 1 to 64 letters",
        "text=%2B%2B, invalid_request, 'text', a letter or a digit",
        "createdFrom=yesterday, invalid_request, 'createdFrom', a UTC day",
        "createdFrom=2026-02-01&createdTo=2026-01-01, invalid_request, 'createdTo', later than",
    })
    void shouldExplainABadValue(String query, String code, String field, String detail) {
        // When
        HttpResponse<String> response = api.get("/api/tasks?" + query);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(field, detail);
    }

    @Test
    void shouldRefuseBadTags() {
        // Given
        JsonArray many = new JsonArray();
        for (int i = 0; i <= 20; i++) {
            many.add("tag" + i);
        }

        // When
        List<HttpResponse<String>> responses = List.of(
                api.post("/api/tasks", task(new JsonObject().put("tags", new JsonArray().add("a b")))),
                api.post("/api/tasks", task(new JsonObject().put("tags", many))));

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsExactly(400, 400);
        assertThat(responses.getLast().body()).contains("at most 20 tags");
    }

    private JsonObject task(JsonObject fields) {
        return new JsonObject()
                .put("title", "a task")
                .put("prompt", "do it")
                .put("agent", agent)
                .mergeIn(fields);
    }

    private String added(JsonObject fields) {
        return api.json(api.post("/api/tasks", task(fields))).getString("id");
    }

    private JsonObject page(String query) {
        return api.json(api.get("/api/tasks?agent=" + agent + "&" + query));
    }

    /** The ids of all pages. */
    private List<String> all(String query) {
        JsonObject page = page(query);
        List<String> found = new ArrayList<>(ids(page));
        while (page.containsKey("next")) {
            page = page(query + "&after=" + page.getString("next"));
            found.addAll(ids(page));
        }
        return found;
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }
}
