package dev.yardmaster.usage;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The time after which a budget starts again. */
public enum BudgetPeriod {
    DAY("daily"),
    MONTH("monthly"),
    /** The budget never starts again. */
    TOTAL("total");

    private final String adjective;

    BudgetPeriod(String adjective) {
        this.adjective = adjective;
    }

    /**
     * One period.
     *
     * @param start inclusive
     * @param end exclusive; empty if the period never ends
     */
    record Window(Instant start, Optional<Instant> end) {}

    /** Parses the parameter {@code period}; throws {@code invalid_request}. */
    static BudgetPeriod of(String word) {
        return Arrays.stream(values())
                .filter(period -> period.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new YardmasterException(
                                ErrorCode.INVALID_REQUEST, "The period of a budget is day, month or total.")
                        .in("period", word));
    }

    /** The name in the API and in the database. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word before "budget" in a sentence. */
    String adjective() {
        return adjective;
    }

    /**
     * The period that contains an instant. Where a change of the clocks skips midnight, the day starts with the first minute after it; where
     * midnight happens twice, the day starts with the first.
     */
    Window window(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return switch (this) {
            case DAY -> between(today, today.plusDays(1), zone);
            case MONTH ->
                between(today.withDayOfMonth(1), today.withDayOfMonth(1).plusMonths(1), zone);
            case TOTAL -> new Window(Instant.EPOCH, Optional.empty());
        };
    }

    private static Window between(LocalDate first, LocalDate next, ZoneId zone) {
        return new Window(
                first.atStartOfDay(zone).toInstant(),
                Optional.of(next.atStartOfDay(zone).toInstant()));
    }
}
