package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.usage.Budget.Names;
import dev.yardmaster.usage.Budget.Spent;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T15:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final UUID ADA = UUID.randomUUID();
    private static final UUID SHOP = UUID.randomUUID();
    private static final UUID LAUNCH = UUID.randomUUID();

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
                budget(BudgetOwner.agent(ADA), spent),
                budget(BudgetOwner.provider("codex"), spent),
                budget(BudgetOwner.project(SHOP), spent),
                budget(BudgetOwner.plan(LAUNCH), spent),
                budget(BudgetOwner.WORKSPACE, spent)));

        // Then
        assertThat(budgets.agent(ADA)).hasValue(exhausted("the agent 'ada'"));
        assertThat(budgets.provider("codex")).hasValue(exhausted("the provider 'codex'"));
        assertThat(budgets.project(SHOP)).hasValue(exhausted("the project 'shop'"));
        assertThat(budgets.plan(LAUNCH)).hasValue(exhausted("the plan 'launch'"));
        assertThat(budgets.workspace()).hasValue(exhausted("the workspace"));
    }

    @Test
    void shouldBlockOnlyTheOwnersOfExhaustedBudgets() {
        // When
        Budgets budgets = Budgets.of(List.of(
                budget(BudgetOwner.agent(ADA), new Spent(6, 0, 0)),
                budget(BudgetOwner.provider("codex"), new Spent(1, 0, 0)),
                budget(BudgetOwner.WORKSPACE, new Spent(1, 0, 0))));

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
        Budget budget = budget(
                BudgetOwner.WORKSPACE,
                BudgetPeriod.DAY,
                terms(Optional.ofNullable(usd), Optional.ofNullable(tokens), Optional.empty()),
                spent);

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
        Budgets budgets = Budgets.of(List.of(budget(BudgetOwner.agent(ADA), new Spent(6, 0, 0))));

        // When
        Optional<Instant> reset = budgets.soonestReset(NOW);

        // Then
        assertThat(reset).hasValue(MIDNIGHT);
    }

    @Test
    void shouldResetNowIfMidnightHasPassedSinceTheRead() {
        // Given
        Budgets budgets = Budgets.of(List.of(budget(BudgetOwner.agent(ADA), new Spent(6, 0, 0))));
        Instant later = MIDNIGHT.plusMillis(5);

        // When
        Optional<Instant> reset = budgets.soonestReset(later);

        // Then
        assertThat(reset).hasValue(later);
    }

    @Test
    void shouldBlockAnOwnerUntilAllItsBudgetsReset() {
        // Given
        var spent = new Spent(6, 0, 0);
        BudgetTerms terms = terms(Optional.of(5.0), Optional.empty(), Optional.empty());
        List<Budget> dayAndMonth = List.of(
                budget(BudgetOwner.agent(ADA), BudgetPeriod.MONTH, terms, spent),
                budget(BudgetOwner.agent(ADA), BudgetPeriod.DAY, terms, spent));

        // When
        Budgets budgets = Budgets.of(dayAndMonth);
        Budgets withTotal = Budgets.of(Stream.concat(
                        dayAndMonth.stream(),
                        Stream.of(budget(BudgetOwner.agent(ADA), BudgetPeriod.TOTAL, terms, spent)))
                .toList());

        // Then
        assertThat(budgets.agent(ADA).orElseThrow().reason())
                .isEqualTo(
                        "The monthly budget of the agent 'ada' is spent: 6 of 5 USD. It resets at 2026-04-01T00:00:00Z.");
        assertThat(budgets.soonestReset(NOW)).hasValue(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(withTotal.agent(ADA).orElseThrow())
                .isEqualTo(new Exhausted(
                        "The total budget of the agent 'ada' is spent: 6 of 5 USD. It never resets.",
                        Optional.empty()));
        assertThat(withTotal.soonestReset(NOW)).isEmpty();
    }

    @Test
    void shouldFindTheBudgetThatBlocksATaskForTheLongestTime() {
        // Given
        var spent = new Spent(6, 0, 0);
        BudgetTerms terms = terms(Optional.of(5.0), Optional.empty(), Optional.empty());
        Budgets budgets = Budgets.of(List.of(
                budget(BudgetOwner.WORKSPACE, BudgetPeriod.DAY, terms, spent),
                budget(BudgetOwner.plan(LAUNCH), BudgetPeriod.TOTAL, terms, spent),
                budget(BudgetOwner.project(SHOP), BudgetPeriod.MONTH, terms, spent)));

        // When
        Optional<Exhausted> ofPlan = budgets.blocking(ADA, Optional.of(SHOP), Optional.of(LAUNCH));
        Optional<Exhausted> ofProject = budgets.blocking(ADA, Optional.of(SHOP), Optional.empty());
        Optional<Exhausted> ofOther = budgets.blocking(ADA, Optional.of(LAUNCH), Optional.of(SHOP));

        // Then
        assertThat(ofPlan.orElseThrow().reason()).startsWith("The total budget of the plan 'launch'");
        assertThat(ofProject.orElseThrow().reason()).startsWith("The monthly budget of the project 'shop'");
        assertThat(ofOther.orElseThrow().reason()).startsWith("The daily budget of the workspace");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            80 | 799  | false |
            80 | 800  | true  | At least 80 % of the daily budget of the workspace is spent: 800 of 1,000 tokens. It resets at 2026-03-02T00:00:00Z.
            10 | 100  | true  | At least 10 % of the daily budget of the workspace is spent: 100 of 1,000 tokens. It resets at 2026-03-02T00:00:00Z.
            99 | 989  | false |
            99 | 990  | true  | At least 99 % of the daily budget of the workspace is spent: 990 of 1,000 tokens. It resets at 2026-03-02T00:00:00Z.
            80 | 1000 | false |
               | 999  | false |
            """)
    void shouldBeInWarningFromItsThresholdOn(Integer percent, long tokens, boolean warning, String message) {
        // When
        Budget budget = budget(
                BudgetOwner.WORKSPACE,
                BudgetPeriod.DAY,
                terms(Optional.empty(), Optional.of(1000L), Optional.ofNullable(percent)),
                new Spent(0, tokens, 0));

        // Then
        assertThat(budget.warning()).isEqualTo(warning);
        assertThat(budget.warningMessage()).isEqualTo(Optional.ofNullable(message));
    }

    private static Budget budget(BudgetOwner owner, Spent spent) {
        return budget(owner, BudgetPeriod.DAY, terms(Optional.of(5.0), Optional.empty(), Optional.empty()), spent);
    }

    private static Budget budget(BudgetOwner owner, BudgetPeriod period, BudgetTerms terms, Spent spent) {
        return new Budget(
                1,
                owner,
                new Names(
                        owner.agent().map(_ -> "ada"),
                        owner.project().map(_ -> "shop"),
                        owner.plan().map(_ -> "launch")),
                period,
                terms,
                spent,
                period.window(NOW, ZoneOffset.UTC).end());
    }

    private static BudgetTerms terms(Optional<Double> usd, Optional<Long> tokens, Optional<Integer> warningPercent) {
        return new BudgetTerms(usd, tokens, Optional.empty(), warningPercent);
    }

    private static Exhausted exhausted(String whose) {
        return new Exhausted(
                "The daily budget of " + whose + " is spent: 5.25 of 5 USD. It resets at 2026-03-02T00:00:00Z.",
                Optional.of(MIDNIGHT));
    }
}
