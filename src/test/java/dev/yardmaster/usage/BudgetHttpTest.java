package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of budgets. */
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
    private BudgetFixture fixture;

    @BeforeEach
    void connect() {
        fixture = new BudgetFixture(api, pool, ledger);
    }

    @AfterEach
    void removeAll() {
        fixture.removeAll();
    }

    @Test
    void shouldSetTheBudgetOfAnAgent() {
        // Given
        fixture.spend(
                "{\"input_tokens\":1,\"output_tokens\":20,\"cache_read_tokens\":300,\"cache_write_tokens\":4000,\"cost_usd\":0.1}");
        fixture.spend("{\"input_tokens\":1,\"cost_usd\":0.2}");
        fixture.spend("{\"output_tokens\":1}");
        fixture.spend(
                "{\"input_tokens\":50000,\"cost_usd\":9}",
                BudgetFixture.midnight().minusMillis(1));

        // When
        HttpResponse<String> response = fixture.put("agents/" + fixture.agent(), "{\"usd\":5,\"tokens\":1000000}");

        // Then
        JsonObject budget = api.json(response);
        assertThat(budget)
                .isEqualTo(new JsonObject()
                        .put("path", "agents/" + fixture.agent())
                        .put("agent", fixture.agentId().toString())
                        .put("agentName", fixture.agent())
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
                        .put(
                                "resetsAt",
                                BudgetFixture.midnight()
                                        .plus(Duration.ofDays(1))
                                        .toString()));
        assertThat(fixture.get("agents/" + fixture.agentId())).isEqualTo(budget);
        assertThat(fixture.current()).isEqualTo(Budgets.NONE);
    }

    @Test
    void shouldKeepABudgetForEachPeriod() {
        // Given
        fixture.spend("{\"input_tokens\":1}");
        fixture.spend("{\"input_tokens\":20}", BudgetFixture.monthBegins());
        fixture.spend("{\"input_tokens\":300}", BudgetFixture.monthBegins().minusMillis(1));

        // When
        for (String period : List.of("day", "month", "total")) {
            fixture.put("agents/" + fixture.agent() + "?period=" + period, "{\"tokens\":1000}");
        }

        // Then
        JsonObject month = fixture.get("agents/" + fixture.agent() + "?period=month");
        assertThat(month.getString("path")).isEqualTo("agents/" + fixture.agent() + "?period=month");
        assertThat(month.getInstant("resetsAt"))
                .isEqualTo(BudgetFixture.monthBegins()
                        .atOffset(ZoneOffset.UTC)
                        .plusMonths(1)
                        .toInstant());
        assertThat(month.getJsonObject("spent").getInteger("tokens")).isEqualTo(21);
        JsonObject total = fixture.get("agents/" + fixture.agent() + "?period=total");
        assertThat(total.getJsonObject("spent").getInteger("tokens")).isEqualTo(321);
        assertThat(total.fieldNames()).doesNotContain("resetsAt", "timeZone");
        assertThat(fixture.get("agents/" + fixture.agent()))
                .isEqualTo(fixture.get("agents/" + fixture.agent() + "?period=day"));
        assertThat(fixture.list(""))
                .containsExactly(
                        "agents/" + fixture.agent(),
                        "agents/" + fixture.agent() + "?period=month",
                        "agents/" + fixture.agent() + "?period=total");
        assertThat(fixture.list("&after=agents/" + fixture.agent() + "?period=month"))
                .containsExactly("agents/" + fixture.agent() + "?period=total");
        assertThat(api.send("DELETE", "/api/budgets/agents/" + fixture.agent() + "?period=month", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(fixture.list(""))
                .containsExactly("agents/" + fixture.agent(), "agents/" + fixture.agent() + "?period=total");
    }

    @Test
    void shouldReplaceABudget() {
        // Given
        fixture.put("workspace", "{\"usd\":5,\"tokens\":1000}");

        // When
        fixture.put("workspace", "{\"usd\":7.5}");

        // Then
        assertThat(fixture.get("workspace").getDouble("usd")).isEqualTo(7.5);
        assertThat(fixture.get("workspace").containsKey("tokens")).isFalse();
        assertThat(fixture.list("")).hasSize(1);
    }

    @Test
    void shouldAcceptTheSameBudgetFromSeveralClientsAtTheSameTime() {
        // When
        List<Integer> statuses = IntStream.range(1, 9)
                .parallel()
                .mapToObj(tokens -> fixture.put("agents/" + fixture.agent(), "{\"tokens\":" + tokens + "}"))
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(statuses).containsOnly(200);
        assertThat(fixture.list("")).containsExactly("agents/" + fixture.agent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"workspace", "agents/AGENT", "providers/codex"})
    void shouldRemoveABudget(String path) {
        // Given
        String mine = path.replace("AGENT", fixture.agent());
        fixture.put(mine, "{\"tokens\":1}");

        // When
        HttpResponse<String> response = api.send("DELETE", "/api/budgets/" + mine, "");

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(fixture.list("")).isEmpty();
        for (String method : List.of("GET", "DELETE")) {
            HttpResponse<String> gone = api.send(method, "/api/budgets/" + mine, "");
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(gone.body()).contains("budget_not_found");
        }
    }

    @Test
    void shouldListBudgetsInPages() {
        // Given
        fixture.put("workspace", "{\"tokens\":1}");
        fixture.put("providers/codex", "{\"tokens\":1}");
        fixture.put("providers/opencode", "{\"tokens\":1}");
        fixture.put("agents/" + fixture.agent(), "{\"tokens\":1}");

        // When
        JsonObject page = api.json(api.get("/api/budgets?limit=3"));

        // Then
        assertThat(BudgetFixture.paths(page))
                .containsExactly("agents/" + fixture.agent(), "providers/codex", "providers/opencode");
        assertThat(fixture.list("&after=" + page.getString("next"))).containsExactly("workspace");
    }

    @Test
    void shouldRemoveTheBudgetTogetherWithItsAgent() {
        // Given
        fixture.put("agents/" + fixture.agent(), "{\"tokens\":1}");
        fixture.spend("{\"input_tokens\":1}");

        // When
        HttpResponse<String> response = api.send("DELETE", "/api/agents/" + fixture.agent(), "");

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(fixture.list("")).isEmpty();
        assertThat(fixture.current()).isEqualTo(Budgets.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void shouldWakeTheDispatcher(String method) {
        // Given
        fixture.put("workspace", "{\"tokens\":1}");
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
        HttpResponse<String> response = fixture.put(path, body);

        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(new JsonObject(response.body()).getString("code")).isEqualTo(code);
        assertThat(new JsonObject(response.body()).getString("detail")).contains(detail);
        assertThat(fixture.list("")).isEmpty();
    }
}
