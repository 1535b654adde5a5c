package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.yardmaster.usage.Budgets.Exhausted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A budget per UTC day, and what was spent of it today. It belongs to an agent, to a provider, or to the whole workspace.
 *
 * @param agent the id of the agent; empty for other budgets
 * @param provider the id of the provider; empty for other budgets
 * @param usd the most that may be spent in US dollars, above 0; empty for no such bound
 * @param tokens the most tokens that may be used, above 0; empty for no such bound. {@link Spent} lists what counts
 * @param resetsAt the next midnight in UTC
 */
@JsonInclude(Include.NON_ABSENT)
record Budget(
        Optional<UUID> agent,
        Optional<String> agentName,
        Optional<String> provider,
        Optional<Double> usd,
        Optional<Long> tokens,
        Spent spent,
        Instant resetsAt) {
    /** The part of a bound from which on there is a warning. */
    private static final double WARNING = 0.8;

    /**
     * The usage of the sessions that started today.
     *
     * @param usd the sum of the costs that the providers reported, in US dollars; a lower bound if {@code costUnknown} is not 0
     * @param tokens input, output and cache writes. Cache reads are not counted, because they cost little
     * @param costUnknown the number of sessions that used tokens but whose provider reported no cost
     */
    record Spent(double usd, long tokens, long costUnknown) {}

    /** The path below {@code /api/budgets}, with the agent's name. */
    @JsonProperty
    String path() {
        return agentName
                .map(name -> "agents/" + name)
                .or(() -> provider.map(id -> "providers/" + id))
                .orElse("workspace");
    }

    /** Whether one of the bounds is reached. Until the reset, the budget starts no new tasks. */
    @JsonProperty
    boolean exhausted() {
        return hasSpentUsd(1) || hasSpentTokens(1);
    }

    BudgetOwner owner() {
        return new BudgetOwner(agent, provider);
    }

    Optional<Exhausted> exhaustion() {
        return exhausted() ? Optional.of(new Exhausted(reason(), resetsAt)) : Optional.empty();
    }

    /** A sentence with what is spent, if it is most of one of the bounds, but not all of it. */
    Optional<String> warning() {
        boolean near = hasSpentUsd(WARNING) || hasSpentTokens(WARNING);
        return near && !exhausted()
                ? Optional.of("Most of the daily budget of " + whose() + " is spent: " + amounts(WARNING)
                        + ". It resets at " + resetsAt + ".")
                : Optional.empty();
    }

    private String reason() {
        return "The daily budget of " + whose() + " is spent: " + amounts(1) + ". It resets at " + resetsAt + ".";
    }

    private String amounts(double part) {
        return Stream.of(
                        usd.filter(_ -> hasSpentUsd(part)).map(it -> money(spent.usd()) + " of " + money(it) + " USD"),
                        tokens.filter(_ -> hasSpentTokens(part))
                                .map(it -> String.format(Locale.ROOT, "%,d of %,d tokens", spent.tokens(), it)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
    }

    private String whose() {
        return agentName
                .map(name -> "the agent '" + name + "'")
                .or(() -> provider.map(id -> "the provider '" + id + "'"))
                .orElse("the workspace");
    }

    private boolean hasSpentUsd(double part) {
        return usd.filter(budget -> spent.usd() >= part * budget).isPresent();
    }

    private boolean hasSpentTokens(double part) {
        return tokens.filter(budget -> spent.tokens() >= part * budget).isPresent();
    }

    private static String money(double usd) {
        return BigDecimal.valueOf(usd).stripTrailingZeros().toPlainString();
    }
}
