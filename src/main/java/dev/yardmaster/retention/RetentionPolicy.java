package dev.yardmaster.retention;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How long things are kept.
 *
 * @param ages the age at which things are deleted; a kind without an age is kept for ever
 * @param maxLogBytes the greatest size of all logs
 * @param busyPercent the greatest part of its time that the deletion works, 1 to 100
 */
record RetentionPolicy(Map<RetainedKind, Duration> ages, OptionalLong maxLogBytes, int busyPercent) {
    private static final String PREFIX = "yardmaster.retention.";
    private static final Duration SHORTEST = Duration.ofHours(1);
    /** Longer than a month, which budgets count. */
    private static final Duration SHORTEST_FOR_BUDGETS = Duration.ofDays(32);

    private static final long GIGABYTE = 1_000_000_000;

    /** Throws {@code invalid_configuration}, because a wrong setting could delete everything. */
    static RetentionPolicy of(RetentionConfig config) {
        Map<RetainedKind, Duration> ages = new EnumMap<>(RetainedKind.class);
        put(ages, RetainedKind.TASKS, config.tasks(), SHORTEST);
        put(ages, RetainedKind.SESSIONS, config.sessions(), SHORTEST);
        put(ages, RetainedKind.LOGS, config.logs(), SHORTEST);
        put(ages, RetainedKind.USAGE, config.usage(), SHORTEST_FOR_BUDGETS);
        put(ages, RetainedKind.ACTIVITY, config.activity(), SHORTEST);
        put(ages, RetainedKind.MESSAGES, config.messages(), SHORTEST);
        // A session is deleted after its log.
        Stream.of(RetainedKind.LOGS, RetainedKind.SESSIONS)
                .flatMap(kind -> Optional.ofNullable(ages.get(kind)).stream())
                .min(Duration::compareTo)
                .ifPresent(age -> ages.put(RetainedKind.LOGS, age));
        return new RetentionPolicy(
                ages,
                config.maxLogGigabytes()
                        .map(size -> OptionalLong.of(atLeast(1, "max-log-gigabytes", size) * GIGABYTE))
                        .orElseGet(OptionalLong::empty),
                percent(config.busyPercent()));
    }

    /** The age at which things are deleted; empty if they are kept for ever. */
    Optional<Duration> age(RetainedKind kind) {
        return Optional.ofNullable(ages.get(kind));
    }

    /** The rest after some work. */
    Duration restAfter(Duration work) {
        return work.multipliedBy(100 - busyPercent).dividedBy(busyPercent);
    }

    private static void put(Map<RetainedKind, Duration> ages, RetainedKind kind, Duration age, Duration shortest) {
        if (!age.isZero() && age.compareTo(shortest) < 0) {
            throw invalid(
                    kind.word(),
                    age.toString(),
                    "at least " + shortest + ", or 0 to keep the " + kind.word() + " for ever");
        }
        if (!age.isZero()) {
            ages.put(kind, age);
        }
    }

    private static int percent(int value) {
        if (value > 100) {
            throw invalid("busy-percent", String.valueOf(value), "from 1 to 100");
        }
        return (int) atLeast(1, "busy-percent", value);
    }

    private static long atLeast(int least, String setting, int value) {
        if (value < least) {
            throw invalid(setting, String.valueOf(value), "at least " + least);
        }
        return value;
    }

    private static YardmasterException invalid(String setting, String value, String requirement) {
        return new YardmasterException(
                ErrorCode.INVALID_CONFIGURATION,
                "The setting " + PREFIX + setting + " is " + value + ", but it must be " + requirement + ".");
    }
}
