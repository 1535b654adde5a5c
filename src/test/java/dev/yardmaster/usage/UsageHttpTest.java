package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class UsageHttpTest {
    private static final String LONG_AGO = "&since=2026-01-01&until=2026-02-01";

    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    private StoredSessions sessions;
    private String agent;
    private String name;

    @BeforeEach
    void connect() {
        sessions = new StoredSessions(pool);
        agent = UUID.randomUUID().toString();
        name = "spender-" + agent.substring(0, 8);
    }

    @Test
    void shouldSumUpAllSessionsWithoutGroups() {
        // Given
        store(tokens(1, 20, 300, 4000).put("cost_usd", 0.1));
        store(tokens(2, 30, 400, 5000).put("cost_usd", 0.2).putNull("ended_at").put("state", "running"));

        // When
        JsonObject page = usage("agent=" + agent);

        // Then
        assertThat(items(page))
                .containsExactly(new JsonObject()
                        .put("sessions", 2)
                        .put("inputTokens", 3)
                        .put("outputTokens", 50)
                        .put("cacheReadTokens", 700)
                        .put("cacheWriteTokens", 9000)
                        .put("costUsd", 0.3)
                        .put("costUnknown", 0));
        assertThat(page.containsKey("next")).isFalse();
        assertThat(Duration.between(page.getInstant("since"), page.getInstant("until")))
                .isEqualTo(Duration.ofDays(30));
        assertThat(page.getInstant("until")).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void shouldCountASessionForTheUtcDayOnWhichItStarted() {
        // Given
        store(tokens(1, 0, 0, 0).put("started_at", "2026-01-02T23:59:59.999999Z"));
        store(tokens(10, 0, 0, 0).put("started_at", "2026-01-03T00:00:00Z"));
        store(tokens(100, 0, 0, 0).put("started_at", "2026-01-04T00:30:00+01:00"));
        store(tokens(1000, 0, 0, 0).put("started_at", "2026-01-04T00:00:00Z"));

        // When
        List<JsonObject> days = items(usage("by=day&since=2026-01-02&until=2026-01-04&agent=" + agent));

        // Then
        assertThat(days)
                .extracting(it -> it.getString("day"), it -> it.getInteger("inputTokens"))
                .containsExactly(tuple("2026-01-02", 1), tuple("2026-01-03", 110));
    }

    @Test
    void shouldCountTheSessionsWithUnknownCost() {
        // Given
        store(tokens(1, 1, 0, 0).put("model", "reported").put("cost_usd", 0.5));
        store(tokens(1, 1, 0, 0).put("model", "partly").put("cost_usd", 0.5));
        store(tokens(1, 1, 0, 0).put("model", "partly"));
        store(tokens(0, 0, 0, 0).put("model", "partly"));
        store(tokens(0, 0, 7, 0).put("model", "unreported"));

        // When
        List<JsonObject> models = items(usage("by=model&agent=" + agent));

        // Then
        assertThat(models)
                .extracting(
                        it -> it.getString("model"),
                        it -> it.getInteger("sessions"),
                        it -> it.getDouble("costUsd"),
                        it -> it.getInteger("costUnknown"))
                .containsExactly(
                        tuple("partly", 3, 0.5, 1), tuple("reported", 1, 0.5, 0), tuple("unreported", 1, null, 1));
    }

    @Test
    void shouldGroupByAnyCombination() {
        // Given
        store(tokens(1, 0, 0, 0).put("provider", "codex").put("executable", "codex"));
        store(tokens(2, 0, 0, 0)
                .put("provider", "codex")
                .put("executable", "codex-2")
                .put("model", "m"));
        store(tokens(4, 0, 0, 0).put("provider", "opencode").put("executable", "opencode"));
        UUID last = store(tokens(8, 0, 0, 0).put("provider", "opencode").put("executable", "opencode"));

        // When
        List<JsonObject> groups = items(usage("by=provider,executable&by=model&agent=" + agent));

        // Then
        assertThat(groups)
                .extracting(
                        it -> it.getString("provider"),
                        it -> it.getString("executable"),
                        it -> it.getString("model"),
                        it -> it.getInteger("inputTokens"))
                .containsExactly(
                        tuple("codex", "codex", null, 1),
                        tuple("codex", "codex-2", "m", 2),
                        tuple("opencode", "opencode", null, 12));
        assertThat(items(usage("by=session&provider=opencode&agent=" + agent)))
                .hasSize(2)
                .anySatisfy(it -> {
                    assertThat(it.getString("session")).isEqualTo(last.toString());
                    assertThat(it.getInteger("inputTokens")).isEqualTo(8);
                });
    }

    @Test
    void shouldGroupByAgentIncludingRemovedAgents() {
        // Given
        String registered = api.agent("codex");
        String id = api.json(api.get("/api/agents/" + registered)).getString("id");
        String executable = "shared-" + name;
        store(tokens(1, 0, 0, 0).put("executable", executable).put("agent", id).put("agent_name", "its former name"));
        store(tokens(2, 0, 0, 0).put("executable", executable));

        // When
        List<JsonObject> agents = items(usage("by=agent&executable=" + executable));

        // Then
        assertThat(agents)
                .extracting(
                        it -> it.getString("agent"),
                        it -> it.getString("agentName"),
                        it -> it.getInteger("inputTokens"))
                .containsExactlyInAnyOrder(tuple(id, registered, 1), tuple(agent, name, 2));
        assertThat(items(usage("agent=" + registered)))
                .extracting(it -> it.getInteger("inputTokens"))
                .containsExactly(1);
        assertThat(items(usage("agent=" + agent)))
                .extracting(it -> it.getInteger("inputTokens"))
                .containsExactly(2);
        assertThat(api.get("/api/usage?agent=" + name).body()).contains("agent_not_found", name);
    }

    @Test
    void shouldUseTheProjectOfTheTaskElseOfTheAgent() {
        // Given
        String ofTask = project("of-task");
        String ofAgent = project("of-agent");
        String worker = api.agent(new JsonObject().put("executable", "codex").put("project", ofAgent));
        String id = api.json(api.get("/api/agents/" + worker)).getString("id");
        String task = task(ofTask);
        String plain = task(null);
        store(tokens(1, 0, 0, 0).put("agent", id).put("task", task));
        store(tokens(2, 0, 0, 0).put("agent", id).put("task", plain));
        store(tokens(4, 0, 0, 0).put("agent", id));

        // When
        List<JsonObject> projects = items(usage("by=project,task&agent=" + worker));

        // Then
        assertThat(projects)
                .extracting(
                        it -> it.getString("project"),
                        it -> it.getString("projectName") != null,
                        it -> it.getString("task"),
                        it -> it.getInteger("inputTokens"))
                .containsExactlyInAnyOrder(
                        tuple(ofTask, true, task, 1), tuple(ofAgent, true, plain, 2), tuple(ofAgent, true, null, 4));
        assertThat(items(usage("project=" + ofAgent)))
                .extracting(it -> it.getInteger("inputTokens"))
                .containsExactly(6);
        assertThat(items(usage("project=of-task-" + name)))
                .extracting(it -> it.getInteger("inputTokens"))
                .containsExactly(1);
        assertThat(items(usage("task=" + task)))
                .extracting(it -> it.getInteger("inputTokens"))
                .containsExactly(1);
    }

    @ParameterizedTest
    @CsvSource({"codex, 1", "opencode, 2", "claude-code, 4", "claude, 4", "claude-cli, 4"})
    void shouldAcceptAllNamesOfAProvider(String provider, int tokens) {
        // Given
        store(tokens(1, 0, 0, 0).put("provider", "codex"));
        store(tokens(2, 0, 0, 0).put("provider", "opencode"));
        store(tokens(4, 0, 0, 0).put("provider", "claude-code"));

        // When
        List<JsonObject> found = items(usage("agent=" + agent + "&provider=" + provider));

        // Then
        assertThat(found).extracting(it -> it.getInteger("inputTokens")).containsExactly(tokens);
    }

    @Test
    void shouldPageThroughGroups() {
        // Given
        for (int day = 1; day <= 5; day++) {
            store(tokens(day, 0, 0, 0).put("started_at", "2026-01-0" + day + "T12:00:00Z"));
            store(tokens(day, 0, 0, 0)
                    .put("started_at", "2026-01-0" + day + "T12:00:00Z")
                    .put("model", "m \"1\""));
        }

        // When
        List<JsonObject> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String after = "";
        while (sizes.size() < 5) {
            JsonObject page = usage("by=day,model&limit=4&agent=" + agent + LONG_AGO + after);
            found.addAll(items(page));
            sizes.add(items(page).size());
            if (!page.containsKey("next")) {
                break;
            }
            after = "&after=" + page.getString("next");
        }

        // Then
        assertThat(sizes).containsExactly(4, 4, 2);
        assertThat(found).isEqualTo(items(usage("by=day,model&agent=" + agent + LONG_AGO)));
        assertThat(Set.copyOf(found)).hasSize(10);
    }

    @Test
    void shouldReturnNoUsageForAnIdleAgent() {
        // Given
        String idle = api.agent("codex");

        // When
        JsonObject page = usage("by=day&agent=" + idle);

        // Then
        assertThat(items(page)).isEmpty();
        assertThat(items(usage("agent=" + idle)))
                .extracting(it -> it.getInteger("sessions"), it -> it.containsKey("costUsd"))
                .containsExactly(tuple(0, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            by=day,colour                               | 400 | invalid_request      | 'by' is 'colour'. Usage can be grouped by any of day, project, agent, provider, executable, model, task, session.
            since=yesterday                             | 400 | invalid_request      | 'since' is 'yesterday'. It must be a UTC day
            since=2026-02-01&until=2026-01-01           | 400 | invalid_request      | must be before 'until'
            limit=0                                     | 400 | invalid_request      | 'limit'
            limit=1001                                  | 400 | invalid_request      | 'limit'
            task=mine                                   | 400 | invalid_request      | 'task'
            by=day&after=nonsense                       | 400 | invalid_cursor       | 'next' of a page
            by=day&after=WyJhIiwiYiJd                   | 400 | invalid_cursor       | 'next' of a page
            by=day&after=WzFd                           | 400 | invalid_cursor       | 'next' of a page
            after=W10                                   | 400 | invalid_cursor       | 'next' of a page
            agent=nobody-at-all                         | 404 | agent_not_found      | GET /api/agents lists
            by=day&project=none-such                    | 404 | project_not_found    | GET /api/projects lists
            task=00000000-0000-7000-8000-000000000000   | 404 | task_not_found       | GET /api/tasks lists
            provider=gemini-x                           | 404 | provider_not_found   | Known providers: claude-code, codex
            executable=none-such                        | 404 | executable_not_found | Known executables: claude-code
            """)
    void shouldRejectInvalidQueries(String query, int status, String code, String detail) {
        // When
        HttpResponse<String> response = api.get("/api/usage?" + query);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(detail);
    }

    private static JsonObject tokens(long input, long output, long cacheRead, long cacheWrite) {
        return new JsonObject()
                .put("input_tokens", input)
                .put("output_tokens", output)
                .put("cache_read_tokens", cacheRead)
                .put("cache_write_tokens", cacheWrite);
    }

    private UUID store(JsonObject fields) {
        return sessions.store(
                new JsonObject().put("agent", agent).put("agent_name", name).mergeIn(fields));
    }

    private String project(String prefix) {
        UUID id = UUID.randomUUID();
        pool.preparedQuery("""
                        INSERT INTO project (id, name, path, base_branch, models, fallback_chain, mcp_servers, created_at)
                        VALUES ($1, $2, '/nowhere', 'main', '{}', '{}', '{}', now())
                        """)
                .execute(Tuple.of(id, prefix + "-" + name))
                .await()
                .indefinitely();
        return id.toString();
    }

    /** A task that is done, so no agent gets it. */
    private String task(String project) {
        UUID id = UUID.randomUUID();
        pool.preparedQuery("""
                        INSERT INTO task (id, title, prompt, priority, role, state, project, created_at, updated_at)
                        VALUES ($1, 'a task', 'Nothing.', 3, 'worker', 'done', $2, now(), now())
                        """)
                .execute(Tuple.of(id, project == null ? null : UUID.fromString(project)))
                .await()
                .indefinitely();
        return id.toString();
    }

    private JsonObject usage(String query) {
        return api.json(api.get("/api/usage?" + query));
    }

    private static List<JsonObject> items(JsonObject page) {
        return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }
}
