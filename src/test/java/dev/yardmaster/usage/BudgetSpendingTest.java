package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.usage.Budgets.Exhausted;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What budgets count, and when they are spent. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class BudgetSpendingTest {
    @Inject
    Pool pool;

    @Inject
    BudgetLedger ledger;

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
    void shouldBeExhaustedOnceItsBoundIsReached() {
        // Given
        fixture.put("agents/" + fixture.agent(), "{\"tokens\":1000}");
        fixture.put("workspace", "{\"tokens\":9000000000000}");

        // When
        fixture.spend("{\"input_tokens\":1000}");

        // Then
        assertThat(fixture.get("agents/" + fixture.agent()).getBoolean("exhausted"))
                .isTrue();
        assertThat(fixture.get("workspace").getBoolean("exhausted")).isFalse();
        Budgets budgets = fixture.current();
        assertThat(budgets.agent(fixture.agentId())).hasValueSatisfying(exhausted -> {
            assertThat(exhausted.reason())
                    .startsWith("The daily budget of the agent '" + fixture.agent()
                            + "' is spent: 1,000 of 1,000 tokens. It resets at ");
            assertThat(exhausted.until()).hasValue(BudgetFixture.midnight().plus(Duration.ofDays(1)));
        });
        assertThat(budgets.workspace()).isEmpty();
        assertThat(budgets.exhausted()).hasSize(1);
        assertThat(budgets.soonestReset(Instant.now()))
                .hasValue(BudgetFixture.midnight().plus(Duration.ofDays(1)));
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
        fixture.spend("{\"input_tokens\":100}", Instant.parse("2026-03-28T22:59:59Z"));
        fixture.spend("{\"input_tokens\":10}", Instant.parse("2026-03-28T23:00:00Z"));
        fixture.spend("{\"input_tokens\":20}", Instant.parse("2026-03-29T21:59:59Z"));
        fixture.spend("{\"input_tokens\":7}", Instant.parse("2026-03-29T22:00:00Z"));

        // When
        fixture.put("agents/" + fixture.agent(), "{\"tokens\":" + tokens + ",\"timeZone\":\"Europe/Berlin\"}");
        Optional<Exhausted> reached = fixture.currentAt(now).agent(fixture.agentId());
        fixture.put("agents/" + fixture.agent(), "{\"tokens\":" + (tokens + 1) + ",\"timeZone\":\"Europe/Berlin\"}");
        Optional<Exhausted> raised = fixture.currentAt(now).agent(fixture.agentId());

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
        fixture.spend("{\"input_tokens\":5,\"task\":\"" + task + "\"}", Instant.parse("2026-01-01T00:00:00Z"));
        fixture.spend("{\"input_tokens\":70}");

        // When
        JsonObject budget = api.json(fixture.put("plans/" + plan + "?period=total", "{\"tokens\":5}"));
        api.json(api.send("DELETE", "/api/tasks/" + task, ""));

        // Then
        assertThat(budget.getString("plan")).isEqualTo(id);
        assertThat(budget.getString("planName")).isEqualTo(plan);
        assertThat(fixture.get("plans/" + id + "?period=total")).isEqualTo(budget);
        assertThat(fixture.spentTokens(api.get("/api/budgets/plans/" + plan + "?period=total")))
                .isEqualTo(5);
        assertThat(fixture.current().plan(UUID.fromString(id)))
                .hasValueSatisfying(exhausted -> assertThat(exhausted.reason())
                        .isEqualTo("The total budget of the plan '" + plan
                                + "' is spent: 5 of 5 tokens. It never resets."));
        api.json(api.send("DELETE", "/api/plans/" + plan, ""));
        assertThat(fixture.list("")).isEmpty();
    }

    @Test
    void shouldCountWhatSessionsSpendAfterTheSumsWereRead() {
        // Given
        Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
        fixture.spend("{\"input_tokens\":1}", hourAgo);
        fixture.spend("{\"input_tokens\":20,\"ended_at\":null}", hourAgo);
        fixture.put("agents/" + fixture.agent() + "?period=total", "{\"tokens\":1000}");

        // When
        fixture.sql("UPDATE session SET input_tokens = 300, ended_at = now() WHERE ended_at IS NULL AND agent = '"
                + fixture.agentId() + "'");
        fixture.spend("{\"input_tokens\":4000}");

        // Then
        assertThat(fixture.spentTokens(api.get("/api/budgets/agents/" + fixture.agent() + "?period=total")))
                .isEqualTo(4301);
    }

    @Test
    void shouldNotReadEndedSessionsForEachCheck() {
        // Given
        fixture.spend("{\"input_tokens\":1}", Instant.now().minus(Duration.ofHours(1)));
        fixture.put("agents/" + fixture.agent() + "?period=total", "{\"tokens\":1000}");

        // When
        fixture.sql("UPDATE session SET input_tokens = 300 WHERE agent = '" + fixture.agentId() + "'");

        // Then
        assertThat(fixture.spentTokens(api.get("/api/budgets/agents/" + fixture.agent() + "?period=total")))
                .isEqualTo(1);
    }

    @Test
    void shouldWarnFromThePercentageOn() {
        // Given
        fixture.spend("{\"input_tokens\":500}");

        // When
        JsonObject early =
                api.json(fixture.put("agents/" + fixture.agent(), "{\"tokens\":1000,\"warningPercent\":50}"));
        JsonObject late = api.json(fixture.put("agents/" + fixture.agent(), "{\"tokens\":1000}"));
        JsonObject off = api.json(fixture.put("agents/" + fixture.agent(), "{\"tokens\":501,\"warningPercent\":null}"));

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
        long before = fixture.spentTokens(fixture.put("workspace", "{\"usd\":1000000}"));

        // When
        fixture.spend("{\"input_tokens\":5}");
        fixture.spendOfOthers("{\"output_tokens\":7,\"provider\":\"opencode\"}");

        // Then
        assertThat(fixture.get("workspace").getJsonObject("spent").getLong("tokens"))
                .isEqualTo(before + 12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-code", "claude", "claude-cli"})
    void shouldAcceptAllNamesOfAProvider(String name) {
        // Given
        long before = fixture.spentTokens(fixture.put("providers/" + name, "{\"tokens\":1}"));

        // When
        fixture.spend("{\"input_tokens\":5,\"provider\":\"claude-code\"}");
        fixture.spend("{\"input_tokens\":70,\"provider\":\"codex\"}");

        // Then
        JsonObject budget = fixture.get("providers/" + name);
        assertThat(budget.getString("path")).isEqualTo("providers/claude-code");
        assertThat(budget.getString("provider")).isEqualTo("claude-code");
        assertThat(budget.getJsonObject("spent").getLong("tokens")).isEqualTo(before + 5);
        assertThat(fixture.current().provider("claude-code")).isPresent();
        assertThat(fixture.current().provider("codex")).isEmpty();
    }
}
