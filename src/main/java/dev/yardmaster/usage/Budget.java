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
 * What may be spent in a day, of UTC, and what was spent today. It is that of an agent, of a provider, or else of the whole workspace.
 *
 * @param usd in US dollars, above 0
 * @param tokens above 0; see {@link Spent}
 * @param resetsAt the next midnight, of UTC
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
    /**
     * What the sessions that started today have consumed.
     *
     * @param usd as far as providers told it
     * @param tokens input, output and what was written into the cache; reading the cache is not counted, as it costs little
     * @param costUnknown the sessions that consumed tokens and whose provider told no cost
     */
    record Spent(double usd, long tokens, long costUnknown) {}

    /** The place below {@code /api/budgets}, by the agent's name. */
    @JsonProperty
    String path() {
        return agentName
                .map(name -> "agents/" + name)
                .or(() -> provider.map(id -> "providers/" + id))
                .orElse("workspace");
    }

    /** Whether nothing new is started today. */
    @JsonProperty
    boolean exhausted() {
        return isSpentInUsd() || isSpentInTokens();
    }

    BudgetOwner owner() {
        return new BudgetOwner(agent, provider);
    }

    Optional<Exhausted> exhaustion() {
        return exhausted() ? Optional.of(new Exhausted(reason(), resetsAt)) : Optional.empty();
    }

    private String reason() {
        String what = Stream.of(
                        usd.filter(_ -> isSpentInUsd()).map(it -> money(spent.usd()) + " of " + money(it) + " USD"),
                        tokens.filter(_ -> isSpentInTokens())
                                .map(it -> String.format(Locale.ROOT, "%,d of %,d tokens", spent.tokens(), it)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" and "));
        return "The daily budget of " + whose() + " is spent: " + what + ". It starts anew at " + resetsAt + ".";
    }

    private String whose() {
        return agentName
                .map(name -> "the agent '" + name + "'")
                .or(() -> provider.map(id -> "the provider '" + id + "'"))
                .orElse("the workspace");
    }

    private boolean isSpentInUsd() {
        return usd.filter(budget -> spent.usd() >= budget).isPresent();
    }

    private boolean isSpentInTokens() {
        return tokens.filter(budget -> spent.tokens() >= budget).isPresent();
    }

    private static String money(double usd) {
        return BigDecimal.valueOf(usd).stripTrailingZeros().toPlainString();
    }
}
