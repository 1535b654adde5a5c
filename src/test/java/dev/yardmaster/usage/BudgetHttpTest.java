package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.usage.Budgets.Exhausted;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class BudgetHttpTest {
    @Inject
    Pool pool;

    @Inject
    BudgetLedger ledger;

    @Inject
    Notifications notifications;

    private final Api api = LocalService.api();
    private StoredSessions sessions;
    private String agent;
    private UUID agentId;

    @BeforeEach
    void connect() {
        sessions = new StoredSessions(pool);
        agent = api.agent("codex");
        agentId = UUID.fromString(api.json(api.get("/api/agents/" + agent)).getString("id"));
    }

    /** An exhausted budget would block the tasks of all other tests. */
    @AfterEach
    void removeAll() {
        sql("DELETE FROM budget");
    }

    @Test
    void shouldSetTheBudgetOfAnAgent() {
        // Given
        spend(
                "{\"input_tokens\":1,\"output_tokens\":20,\"cache_read_tokens\":300,\"cache_write_tokens\":4000,\"cost_usd\":0.1}");
        spend("{\"input_tokens\":1,\"cost_usd\":0.2}");
        spend("{\"output_tokens\":1}");
        spend("{\"input_tokens\":50000,\"cost_usd\":9}", midnight().minusMillis(1));

        // When
        HttpResponse<String> response = put("agents/" + agent, "{\"usd\":5,\"tokens\":1000000}");

        // Then
        JsonObject budget = api.json(response);
        assertThat(budget)
                .isEqualTo(new JsonObject()
                        .put("path", "agents/" + agent)
                        .put("agent", agentId.toString())
                        .put("agentName", agent)
                        .put("usd", 5.0)
                        .put("tokens", 1000000)
                        .put(
                                "spent",
                                new JsonObject()
                                        .put("usd", 0.3)
                                        .put("tokens", 4023)
                                        .put("costUnknown", 1))
                        .put("period", "day")
                        .put("timeZone", "UTC")
                        .put("warningPercent", 80)
                        .put("warning", false)
                        .put("exhausted", false)
                        .put("resetsAt", midnight().plus(Duration.ofDays(1)).toString()));
        assertThat(get("agents/" + agentId)).isEqualTo(budget);
        assertThat(current()).isEqualTo(Budgets.NONE);
    }

    @Test
    void shouldBeExhaustedOnceItsBoundIsReached() {
        // Given
        put("agents/" + agent, "{\"tokens\":1000}");
        put("workspace", "{\"tokens\":9000000000000}");

        // When
        spend("{\"input_tokens\":1000}");

        // Then
        assertThat(get("agents/" + agent).getBoolean("exhausted")).isTrue();
        assertThat(get("workspace").getBoolean("exhausted")).isFalse();
        Budgets budgets = current();
        assertThat(budgets.agent(agentId)).hasValueSatisfying(exhausted -> {
            assertThat(exhausted.reason())
                    .startsWith("The daily budget of the agent '" + agent
                            + "' is spent: 1,000 of 1,000 tokens. It resets at ");
            assertThat(exhausted.until()).hasValue(midnight().plus(Duration.ofDays(1)));
        });
        assertThat(budgets.workspace()).isEmpty();
        assertThat(budgets.exhausted()).hasSize(1);
        assertThat(budgets.soonestReset(Instant.now())).hasValue(midnight().plus(Duration.ofDays(1)));
    }

    @Test
    void shouldKeepABudgetForEachPeriod() {
        // Given
        spend("{\"input_tokens\":1}");
        spend("{\"input_tokens\":20}", monthBegins());
        spend("{\"input_tokens\":300}", monthBegins().minusMillis(1));

        // When
        for (String period : List.of("day", "month", "total")) {
            put("agents/" + agent + "?period=" + period, "{\"tokens\":1000}");
        }

        // Then
        JsonObject month = get("agents/" + agent + "?period=month");
        assertThat(month.getString("path")).isEqualTo("agents/" + agent + "?period=month");
        assertThat(month.getInstant("resetsAt"))
                .isEqualTo(monthBegins().atOffset(ZoneOffset.UTC).plusMonths(1).toInstant());
        assertThat(month.getJsonObject("spent").getInteger("tokens")).isEqualTo(21);
        JsonObject total = get("agents/" + agent + "?period=total");
        assertThat(total.getJsonObject("spent").getInteger("tokens")).isEqualTo(321);
        assertThat(total.fieldNames()).doesNotContain("resetsAt", "timeZone");
        assertThat(get("agents/" + agent)).isEqualTo(get("agents/" + agent + "?period=day"));
        assertThat(list(""))
                .containsExactly(
                        "agents/" + agent, "agents/" + agent + "?period=month", "agents/" + agent + "?period=total");
        assertThat(list("&after=agents/" + agent + "?period=month"))
                .containsExactly("agents/" + agent + "?period=total");
        assertThat(api.send("DELETE", "/api/budgets/agents/" + agent + "?period=month", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(list("")).containsExactly("agents/" + agent, "agents/" + agent + "?period=total");
    }

    /** The clocks in Berlin go forward on 2026-03-29, which has 23 hours. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-28T22:59:59Z, 100",
        "2026-03-28T23:00:00Z, 30",
        "2026-03-29T21:59:59Z, 30",
        "2026-03-29T22:00:00Z, 7",
    })
    void shouldCountTheDayOfATimeZone(Instant now, long tokens) {
        // Given
        spend("{\"input_tokens\":100}", Instant.parse("2026-03-28T22:59:59Z"));
        spend("{\"input_tokens\":10}", Instant.parse("2026-03-28T23:00:00Z"));
        spend("{\"input_tokens\":20}", Instant.parse("2026-03-29T21:59:59Z"));
        spend("{\"input_tokens\":7}", Instant.parse("2026-03-29T22:00:00Z"));

        // When
        put("agents/" + agent, "{\"tokens\":" + tokens + ",\"timeZone\":\"Europe/Berlin\"}");
        Optional<Exhausted> reached = currentAt(now).agent(agentId);
        put("agents/" + agent, "{\"tokens\":" + (tokens + 1) + ",\"timeZone\":\"Europe/Berlin\"}");
        Optional<Exhausted> raised = currentAt(now).agent(agentId);

        // Then
        assertThat(reached).isPresent();
        assertThat(raised).isEmpty();
    }

    @Test
    void shouldCountDeletedSessionsAndTasksOfAPlan() {
        // Given
        String plan = "launch-" + UUID.randomUUID();
        String id = api.json(api.post("/api/plans", new JsonObject().put("name", plan)))
                .getString("id");
        String task = api.json(api.post(
                        "/api/tasks",
                        new JsonObject()
                                .put("title", "a task")
                                .put("prompt", "go")
                                .put("plan", plan)))
                .getString("id");
        spend("{\"input_tokens\":5,\"task\":\"" + task + "\"}", Instant.parse("2026-01-01T00:00:00Z"));
        spend("{\"input_tokens\":70}");

        // When
        JsonObject budget = api.json(put("plans/" + plan + "?period=total", "{\"tokens\":5}"));
        api.json(api.send("DELETE", "/api/tasks/" + task, ""));

        // Then
        assertThat(budget.getString("plan")).isEqualTo(id);
        assertThat(budget.getString("planName")).isEqualTo(plan);
        assertThat(get("plans/" + id + "?period=total")).isEqualTo(budget);
        assertThat(spentTokens(api.get("/api/budgets/plans/" + plan + "?period=total")))
                .isEqualTo(5);
        assertThat(current().plan(UUID.fromString(id)))
                .hasValueSatisfying(exhausted -> assertThat(exhausted.reason())
                        .isEqualTo("The total budget of the plan '" + plan
                                + "' is spent: 5 of 5 tokens. It never resets."));
        api.json(api.send("DELETE", "/api/plans/" + plan, ""));
        assertThat(list("")).isEmpty();
    }

    @Test
    void shouldCountWhatSessionsSpendAfterTheSumsWereRead() {
        // Given
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        spend("{\"input_tokens\":1}", hourAgo);
        spend("{\"input_tokens\":20,\"ended_at\":null}", hourAgo);
        put("agents/" + agent + "?period=total", "{\"tokens\":1000}");

        // When
        sql("UPDATE session SET input_tokens = 300, ended_at = now() WHERE ended_at IS NULL AND agent = '" + agentId
                + "'");
        spend("{\"input_tokens\":4000}");

        // Then
        assertThat(spentTokens(api.get("/api/budgets/agents/" + agent + "?period=total")))
                .isEqualTo(4301);
    }

    @Test
    void shouldNotReadEndedSessionsForEachCheck() {
        // Given
        spend("{\"input_tokens\":1}", Instant.now().minus(Duration.ofHours(1)));
        put("agents/" + agent + "?period=total", "{\"tokens\":1000}");

        // When
        sql("UPDATE session SET input_tokens = 300 WHERE agent = '" + agentId + "'");

        // Then
        assertThat(spentTokens(api.get("/api/budgets/agents/" + agent + "?period=total")))
                .isEqualTo(1);
    }

    @Test
    void shouldWarnFromThePercentageOn() {
        // Given
        spend("{\"input_tokens\":500}");

        // When
        JsonObject early = api.json(put("agents/" + agent, "{\"tokens\":1000,\"warningPercent\":50}"));
        JsonObject late = api.json(put("agents/" + agent, "{\"tokens\":1000}"));
        JsonObject off = api.json(put("agents/" + agent, "{\"tokens\":501,\"warningPercent\":null}"));

        // Then
        assertThat(early.getBoolean("warning")).isTrue();
        assertThat(late.getBoolean("warning")).isFalse();
        assertThat(off.getBoolean("warning")).isFalse();
        assertThat(off.containsKey("warningPercent")).isTrue();
        assertThat(off.getValue("warningPercent")).isNull();
    }

    @Test
    void shouldCountAllUsageForTheWorkspace() {
        // Given
        long before = spentTokens(put("workspace", "{\"usd\":1000000}"));

        // When
        spend("{\"input_tokens\":5}");
        sessions.store(new JsonObject("{\"output_tokens\":7,\"provider\":\"opencode\"}"));

        // Then
        assertThat(get("workspace").getJsonObject("spent").getLong("tokens")).isEqualTo(before + 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-code", "claude", "claude-cli"})
    void shouldAcceptAllNamesOfAProvider(String name) {
        // Given
        long before = spentTokens(put("providers/" + name, "{\"tokens\":1}"));

        // When
        spend("{\"input_tokens\":5,\"provider\":\"claude-code\"}");
        spend("{\"input_tokens\":70,\"provider\":\"codex\"}");

        // Then
        JsonObject budget = get("providers/" + name);
        assertThat(budget.getString("path")).isEqualTo("providers/claude-code");
        assertThat(budget.getString("provider")).isEqualTo("claude-code");
        assertThat(budget.getJsonObject("spent").getLong("tokens")).isEqualTo(before + 5);
        assertThat(current().provider("claude-code")).isPresent();
        assertThat(current().provider("codex")).isEmpty();
    }

    @Test
    void shouldReplaceABudget() {
        // Given
        put("workspace", "{\"usd\":5,\"tokens\":1000}");

        // When
        put("workspace", "{\"usd\":7.5}");

        // Then
        assertThat(get("workspace").getDouble("usd")).isEqualTo(7.5);
        assertThat(get("workspace").containsKey("tokens")).isFalse();
        assertThat(list("")).hasSize(1);
    }

    @Test
    void shouldAcceptTheSameBudgetFromSeveralClientsAtTheSameTime() {
        // When
        List<Integer> statuses = IntStream.range(1, 9)
                .parallel()
                .mapToObj(tokens -> put("agents/" + agent, "{\"tokens\":" + tokens + "}"))
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(statuses).containsOnly(200);
        assertThat(list("")).containsExactly("agents/" + agent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspace", "agents/AGENT", "providers/codex"})
    void shouldRemoveABudget(String path) {
        // Given
        String mine = path.replace("AGENT", agent);
        put(mine, "{\"tokens\":1}");

        // When
        HttpResponse<String> response = api.send("DELETE", "/api/budgets/" + mine, "");

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(list("")).isEmpty();
        for (String method : List.of("GET", "DELETE")) {
            HttpResponse<String> gone = api.send(method, "/api/budgets/" + mine, "");
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(gone.body()).contains("budget_not_found");
        }
    }

    @Test
    void shouldListBudgetsInPages() {
        // Given
        put("workspace", "{\"tokens\":1}");
        put("providers/codex", "{\"tokens\":1}");
        put("providers/opencode", "{\"tokens\":1}");
        put("agents/" + agent, "{\"tokens\":1}");

        // When
        JsonObject page = api.json(api.get("/api/budgets?limit=3"));

        // Then
        assertThat(paths(page)).containsExactly("agents/" + agent, "providers/codex", "providers/opencode");
        assertThat(list("&after=" + page.getString("next"))).containsExactly("workspace");
    }

    @Test
    void shouldRemoveTheBudgetTogetherWithItsAgent() {
        // Given
        put("agents/" + agent, "{\"tokens\":1}");
        spend("{\"input_tokens\":1}");

        // When
        HttpResponse<String> response = api.send("DELETE", "/api/agents/" + agent, "");

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(list("")).isEmpty();
        assertThat(current()).isEqualTo(Budgets.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void shouldWakeTheDispatcher(String method) {
        // Given
        put("workspace", "{\"tokens\":1}");
        var wakeUps = new AtomicInteger();
        notifications.listen("yardmaster_dispatch", wakeUps::incrementAndGet);
        await().until(() -> {
            if (wakeUps.get() == 0) {
                pool.query("NOTIFY yardmaster_dispatch").execute().await().indefinitely();
                return false;
            }
            return true;
        });
        wakeUps.set(0);

        // When
        api.send(method, "/api/budgets/workspace", method.equals("PUT") ? "{\"tokens\":2}" : "");

        // Then
        await().until(() -> wakeUps.get() > 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            workspace        | {}                              | 400 | invalid_request   | give 'usd', 'tokens' or both
            workspace        | {"usd":null}                    | 400 | invalid_request   | give 'usd', 'tokens' or both
            workspace        | {"usd":0}                       | 400 | invalid_request   | 'usd' must be above 0
            workspace        | {"usd":-1}                      | 400 | invalid_request   | 'usd' must be above 0
            workspace        | {"usd":1e400}                   | 400 | invalid_request   | 'usd' must be at most
            workspace        | {"usd":"NaN"}                   | 400 | invalid_request   | 'usd' must be above 0
            workspace        | {"usd":"5"}                     | 400 | invalid_json      | usd
            workspace        | {"tokens":0}                    | 400 | invalid_request   | 'tokens' must be above 0
            workspace        | {"tokens":1.5}                  | 400 | invalid_json      | a whole number
            workspace        | {"tokens":99999999999999999999} | 400 | invalid_json      | tokens
            workspace        | {"euro":5}                      | 400 | invalid_json      | known fields are timeZone, tokens, usd, warningPercent
            workspace        | ``                              | 400 | invalid_json      | no body
            workspace        | {"usd":5,"timeZone":"Mars/Base"} | 400 | invalid_request | 'timeZone' is 'Mars/Base'. Give the IANA id
            workspace        | {"usd":5,"timeZone":"+02:00"}   | 400 | invalid_request | Give the IANA id
            workspace?period=total | {"usd":5,"timeZone":"UTC"} | 400 | invalid_request | so it has no 'timeZone'
            workspace?period=week  | {"usd":5}                 | 400 | invalid_request | day, month or total
            workspace        | {"usd":5,"warningPercent":0}    | 400 | invalid_request | 'warningPercent' is 0. It must be from 1 to 99
            workspace        | {"usd":5,"warningPercent":100}  | 400 | invalid_request | It must be from 1 to 99
            workspace        | {"usd":5,"warningPercent":"80"} | 400 | invalid_json    | warningPercent
            workspace        | {"usd":5,"warningPercent":8.5}  | 400 | invalid_json    | warningPercent
            projects/nothing | {"usd":5}                       | 404 | project_not_found | GET /api/projects
            plans/nothing    | {"usd":5}                       | 404 | plan_not_found    | GET /api/plans
            agents/nobody    | {"usd":5}                       | 404 | agent_not_found   | GET /api/agents
            providers/gemini | {"usd":5}                       | 404 | provider_not_found | Known providers: claude-code
            """)
    void shouldRejectInvalidBudgets(String path, String body, int status, String code, String detail) {
        // When
        HttpResponse<String> response = put(path, body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(detail);
        assertThat(list("")).isEmpty();
    }

    private void sql(String statement) {
        pool.query(statement).execute().await().indefinitely();
    }

    private HttpResponse<String> put(String path, String body) {
        return api.send("PUT", "/api/budgets/" + path, body);
    }

    private JsonObject get(String path) {
        return api.json(api.get("/api/budgets/" + path));
    }

    private List<String> list(String more) {
        return paths(api.json(api.get("/api/budgets?limit=1000" + more)));
    }

    private static List<String> paths(JsonObject page) {
        return page.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("path"))
                .toList();
    }

    private Budgets current() {
        return currentAt(Instant.now());
    }

    private Budgets currentAt(Instant at) {
        return ledger.current(pool, at).await().indefinitely();
    }

    private long spentTokens(HttpResponse<String> response) {
        return api.json(response).getJsonObject("spent").getLong("tokens");
    }

    private void spend(String columns) {
        spend(columns, Instant.now());
    }

    private void spend(String columns, Instant startedAt) {
        sessions.store(new JsonObject(columns)
                .put("agent", agentId.toString())
                .put("agent_name", agent)
                .put("started_at", startedAt.toString()));
    }

    private static Instant monthBegins() {
        return midnight().atOffset(ZoneOffset.UTC).withDayOfMonth(1).toInstant();
    }

    private static Instant midnight() {
        return Instant.now().truncatedTo(ChronoUnit.DAYS);
    }
}
