package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.usage.Budget.Spent;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T15:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final UUID ADA = UUID.randomUUID();

    @Test
    void shouldBlockNothingWithoutBudgets() {
        // When
        Budgets budgets = Budgets.of(List.of());

        // Then
        assertThat(budgets).isEqualTo(Budgets.NONE);
        assertThat(budgets.workspace()).isEmpty();
        assertThat(budgets.agent(ADA)).isEmpty();
        assertThat(budgets.provider("codex")).isEmpty();
        assertThat(budgets.soonestReset(NOW)).isEmpty();
    }

    @Test
    void shouldNameTheOwnerOfAnExhaustedBudget() {
        // Given
        var spent = new Spent(5.25, 0, 0);

        // When
        Budgets budgets = Budgets.of(List.of(
                budget(Optional.of(ADA), Optional.empty(), spent),
                budget(Optional.empty(), Optional.of("codex"), spent),
                budget(Optional.empty(), Optional.empty(), spent)));

        // Then
        assertThat(budgets.agent(ADA)).hasValue(exhausted("the agent 'ada'"));
        assertThat(budgets.provider("codex")).hasValue(exhausted("the provider 'codex'"));
        assertThat(budgets.workspace()).hasValue(exhausted("the workspace"));
    }

    @Test
    void shouldBlockOnlyTheOwnersOfExhaustedBudgets() {
        // When
        Budgets budgets = Budgets.of(List.of(
                budget(Optional.of(ADA), Optional.empty(), new Spent(6, 0, 0)),
                budget(Optional.empty(), Optional.of("codex"), new Spent(1, 0, 0)),
                budget(Optional.empty(), Optional.empty(), new Spent(1, 0, 0))));

        // Then
        assertThat(budgets.agent(ADA)).isPresent();
        assertThat(budgets.agent(UUID.randomUUID())).isEmpty();
        assertThat(budgets.provider("codex")).isEmpty();
        assertThat(budgets.workspace()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5.0 |      | 4.999999 |          | false |
            5.0 |      | 5.0      |          | true  | 5 of 5 USD
            0.3 |      | 0.30001  | 99999999 | true  | 0.30001 of 0.3 USD
                | 1000 | 9.9      | 999      | false |
                | 1000 | 0        | 1000     | true  | 1,000 of 1,000 tokens
            5.0 | 1000 | 1.0      | 1200     | true  | 1,200 of 1,000 tokens
            5.0 | 1000 | 7.5      | 200      | true  | 7.5 of 5 USD
            5.0 | 1000 | 7.5      | 1200     | true  | 7.5 of 5 USD and 1,200 of 1,000 tokens
            5.0 | 1000 | 1.0      | 200      | false |
            """)
    void shouldBeExhaustedAtTheFirstReachedBound(
            Double usd, Long tokens, double usedUsd, Long used, boolean exhausted, String what) {
        // Given
        var spent = new Spent(usedUsd, used == null ? 0 : used, 0);

        // When
        Budget budget = new Budget(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(usd),
                Optional.ofNullable(tokens),
                spent,
                MIDNIGHT);

        // Then
        assertThat(budget.exhausted()).isEqualTo(exhausted);
        assertThat(budget.exhaustion().map(Exhausted::reason))
                .isEqualTo(Optional.ofNullable(what)
                        .map(it -> "The daily budget of the workspace is spent: " + it
                                + ". It resets at 2026-03-02T00:00:00Z."));
    }

    @Test
    void shouldResetAtMidnight() {
        // Given
        Budgets budgets = Budgets.of(List.of(budget(Optional.of(ADA), Optional.empty(), new Spent(6, 0, 0))));

        // When
        Optional<Instant> reset = budgets.soonestReset(NOW);

        // Then
        assertThat(reset).hasValue(MIDNIGHT);
    }

    @Test
    void shouldResetNowIfMidnightHasPassedSinceTheRead() {
        // Given
        Budgets budgets = Budgets.of(List.of(budget(Optional.of(ADA), Optional.empty(), new Spent(6, 0, 0))));
        Instant later = MIDNIGHT.plusMillis(5);

        // When
        Optional<Instant> reset = budgets.soonestReset(later);

        // Then
        assertThat(reset).hasValue(later);
    }

    private static Budget budget(Optional<UUID> agent, Optional<String> provider, Spent spent) {
        return new Budget(agent, agent.map(_ -> "ada"), provider, Optional.of(5.0), Optional.empty(), spent, MIDNIGHT);
    }

    private static Exhausted exhausted(String whose) {
        return new Exhausted(
                "The daily budget of " + whose + " is spent: 5.25 of 5 USD. It resets at 2026-03-02T00:00:00Z.",
                MIDNIGHT);
    }
}
