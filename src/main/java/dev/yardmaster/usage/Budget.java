package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A budget, and what was spent of it in the current period. An owner has at most one budget for each period.
 *
 * @param id a number that no other budget gets
 * @param resetsAt when the budget starts again; empty if it never does
 */
@JsonInclude(Include.NON_ABSENT)
record Budget(
        @JsonIgnore long id,
        @JsonUnwrapped BudgetOwner owner,
        @JsonUnwrapped Names names,
        BudgetPeriod period,
        @JsonUnwrapped BudgetTerms terms,
        Spent spent,
        Optional<Instant> resetsAt) {
    /** The name of the agent, project or plan that the budget belongs to; all empty for other budgets. */
    @JsonInclude(Include.NON_ABSENT)
    record Names(Optional<String> agentName, Optional<String> projectName, Optional<String> planName) {}

    /**
     * The usage of the sessions that started in the current period.
     *
     * @param usd the sum of the costs that the providers reported, in US dollars; a lower bound if {@code costUnknown} is not 0
     * @param tokens input, output and cache writes. Cache reads are not counted, because they cost little
     * @param costUnknown the number of sessions that used tokens but whose provider reported no cost
     */
    record Spent(double usd, long tokens, long costUnknown) {
        static final Spent NOTHING = new Spent(0, 0, 0);

        /** The sum; without the rounding errors of binary fractions. */
        Spent plus(Spent more) {
            return new Spent(
                    BigDecimal.valueOf(usd).add(BigDecimal.valueOf(more.usd)).doubleValue(),
                    tokens + more.tokens,
                    costUnknown + more.costUnknown);
        }
    }

    /** The path below {@code /api/budgets}, with the owner's name. */
    @JsonProperty
    String path() {
        return ownerPath() + (period == BudgetPeriod.DAY ? "" : "?period=" + period.word());
    }

    /** Whether one of the bounds is reached. Until the reset, the budget starts no new tasks. */
    @JsonProperty
    boolean exhausted() {
        return hasReached(1);
    }

    /** Whether the threshold of the warning is reached, but none of the bounds. */
    @JsonProperty
    boolean warning() {
        return warningPart().filter(this::hasReached).isPresent() && !exhausted();
    }

    Optional<Exhausted> exhaustion() {
        return exhausted()
                ? Optional.of(new Exhausted("The " + name() + " is spent: " + amounts(1) + ". " + whatNext(), resetsAt))
                : Optional.empty();
    }

    /** A sentence with what is spent, if the budget is in warning. */
    Optional<String> warningMessage() {
        return warningPart()
                .filter(_ -> warning())
                .map(part -> "At least " + terms.warningPercent().orElseThrow() + " % of the " + name() + " is spent: "
                        + amounts(part) + ". " + whatNext());
    }

    private String ownerPath() {
        return names.agentName()
                .map(name -> "agents/" + name)
                .or(() -> owner.provider().map(id -> "providers/" + id))
                .or(() -> names.projectName().map(name -> "projects/" + name))
                .or(() -> names.planName().map(name -> "plans/" + name))
                .orElse("workspace");
    }

    private String name() {
        return period.adjective() + " budget of " + whose();
    }

    private String whose() {
        return names.agentName()
                .map(name -> "the agent '" + name + "'")
                .or(() -> owner.provider().map(id -> "the provider '" + id + "'"))
                .or(() -> names.projectName().map(name -> "the project '" + name + "'"))
                .or(() -> names.planName().map(name -> "the plan '" + name + "'"))
                .orElse("the workspace");
    }

    private String whatNext() {
        return resetsAt.map(at -> "It resets at " + at + ".").orElse("It never resets.");
    }

    private String amounts(double part) {
        return Stream.of(
                        terms.usd()
                                .filter(_ -> hasSpentUsd(part))
                                .map(it -> money(spent.usd()) + " of " + money(it) + " USD"),
                        terms.tokens()
                                .filter(_ -> hasSpentTokens(part))
                                .map(it -> String.format(Locale.ROOT, "%,d of %,d tokens", spent.tokens(), it)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
    }

    private Optional<Double> warningPart() {
        return terms.warningPercent().map(percent -> percent / 100.0);
    }

    private boolean hasReached(double part) {
        return hasSpentUsd(part) || hasSpentTokens(part);
    }

    private boolean hasSpentUsd(double part) {
        return terms.usd().filter(budget -> spent.usd() >= part * budget).isPresent();
    }

    private boolean hasSpentTokens(double part) {
        return terms.tokens().filter(budget -> spent.tokens() >= part * budget).isPresent();
    }

    private static String money(double usd) {
        return BigDecimal.valueOf(usd).stripTrailingZeros().toPlainString();
    }
}
