package dev.yardmaster.limit;

import dev.yardmaster.limit.FailureCause.Blocked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * That an executable is limited.
 *
 * @param provider the id of the executable's provider
 * @param limit which limit it is, and until when
 * @param text what the provider said, or the person who reports it
 */
public record LimitReport(
        String executable,
        String provider,
        Blocked limit,
        Instant reportedAt,
        Optional<UUID> session,
        Optional<String> text) {
    /** The longest that anything is limited: a month and a day. */
    static final Duration LONGEST = Duration.ofDays(32);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);
    private static final int LONGEST_TEXT = 1000;

    public LimitReport {
        // What a CLI says can hold characters that PostgreSQL can't.
        text = text.map(said -> said.replace("\0", ""))
                .map(said -> said.length() <= LONGEST_TEXT ? said : said.substring(0, LONGEST_TEXT));
    }

    /**
     * When it is over: as told, but 1 second to 32 days after the report; and later than told where that was wrong again and again.
     *
     * @param repeats as in {@link Limit#repeats}
     */
    Instant blockedUntil(int repeats) {
        Instant first = reportedAt.plus(hold(repeats));
        Instant last = reportedAt.plus(LONGEST);
        Instant told = limit.resetAt();
        Instant within = told.isBefore(first) ? first : told.isAfter(last) ? last : told;
        return within.truncatedTo(ChronoUnit.MICROS);
    }

    /** How long it is left alone at least. */
    private static Duration hold(int repeats) {
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(repeats, 30));
        return doubled.compareTo(LONGEST_HOLD) < 0 ? doubled : LONGEST_HOLD;
    }

    /**
     * Which repetition of a known limit it is; none when a person says it.
     *
     * @param answered whether a session that the limit kept back has got an answer since it was over
     */
    int repeats(Limit known, boolean answered) {
        if (session.isEmpty()) {
            return 0;
        }
        if (known.isInForce(reportedAt)) {
            return known.repeats();
        }
        boolean lately = reportedAt.isBefore(known.blockedUntil().plus(SlowStarts.MEMORY));
        return lately && !answered ? known.repeats() + 1 : 0;
    }

    /**
     * Whether it takes the place of what is known of the same limit. A better source always does, and a worse one only where it knows of a
     * longer time: a guess never does.
     */
    boolean replaces(Limit known) {
        if (!known.isInForce(reportedAt) || limit.source().isBetterThan(known.source())) {
            return true;
        }
        return limit.source() == known.source()
                ? !blockedUntil(known.repeats()).equals(known.blockedUntil())
                : limit.source() != LimitSource.DEFAULT
                        && blockedUntil(known.repeats()).isAfter(known.blockedUntil());
    }
}
