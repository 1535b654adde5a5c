package dev.yardmaster.limit;

import dev.yardmaster.limit.FailureCause.Blocked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The report of a limit by a session or a person.
 *
 * @param provider the id of the executable's provider
 * @param session the session that met the limit; empty if a person reports it
 * @param text the message of the provider or of the person; NUL characters are removed, and it is cut after 1000 characters
 */
public record LimitReport(
        String executable,
        String provider,
        Blocked limit,
        Instant reportedAt,
        Optional<UUID> session,
        Optional<String> text) {
    /** The maximum duration of a limit: a month and a day. */
    static final Duration MAX_DURATION = Duration.ofDays(32);

    private static final Duration MIN_DURATION = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(5);
    private static final int MAX_TEXT = 1000;

    public LimitReport {
        // A CLI can print NUL characters, which PostgreSQL does not store.
        text = text.map(it -> it.replace("\0", "")).map(it -> it.length() <= MAX_TEXT ? it : it.substring(0, MAX_TEXT));
    }

    /**
     * The end of the limit: the reported reset, but at least 1 second and at most 32 days after the report. If sessions met the limit again
     * after its reported end, the minimum doubles with each repeat, up to 5 minutes.
     *
     * @param repeats as in {@link Limit#repeats}
     */
    Instant blockedUntil(int repeats) {
        Instant earliest = reportedAt.plus(backoff(repeats));
        Instant latest = reportedAt.plus(MAX_DURATION);
        Instant reset = limit.resetAt();
        Instant bounded = reset.isBefore(earliest) ? earliest : reset.isAfter(latest) ? latest : reset;
        return bounded.truncatedTo(ChronoUnit.MICROS);
    }

    private static Duration backoff(int repeats) {
        Duration doubled = MIN_DURATION.multipliedBy(1L << Math.min(repeats, 30));
        return doubled.compareTo(MAX_BACKOFF) < 0 ? doubled : MAX_BACKOFF;
    }

    /**
     * The new number of {@link Limit#repeats} of a known limit; 0 if a person reports the limit.
     *
     * @param answered whether a session to which the limit would have applied got an answer after the limit's end
     */
    int repeats(Limit known, boolean answered) {
        if (session.isEmpty()) {
            return 0;
        }
        if (known.isInForce(reportedAt)) {
            return known.repeats();
        }
        boolean recent = reportedAt.isBefore(known.blockedUntil().plus(SlowStarts.MEMORY));
        return recent && !answered ? known.repeats() + 1 : 0;
    }

    /**
     * Whether this report replaces the known limit of the same window. Every report replaces a limit that has ended. A limit in force is
     * replaced by a report with a better source, by a report with the same source and another end, and by a report with a worse source
     * that ends later and is not a guess.
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
