package dev.yardmaster.dispatch;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.session.log.SessionEnd;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What becomes of a task when its session has ended. Pure. */
final class RetryPolicy {
    private final DispatchConfig config;
    private final RandomGenerator random;

    RetryPolicy(DispatchConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * What a task has been through, the session that has just ended included only in its attempts.
     *
     * @param attempts sessions since it was opened
     * @param failures of these, those that failed for a reason of the task's or nobody knows which
     * @param troubles the last of these, those that ended in a row by a provider's passing trouble
     */
    record Past(int attempts, int failures, int troubles) {}

    /** Where the task goes. */
    sealed interface Next {
        /** It is done. */
        record Done() implements Next {}

        /** Somebody is to look at it. */
        record Review() implements Next {}

        /**
         * It is ready again, or will be.
         *
         * @param failures as in {@link Past}, from now on
         * @param troubles as in {@link Past}, from now on
         */
        record Again(Duration delay, int failures, int troubles) implements Next {}

        /** It is not tried any more. */
        record GivenUp(int failures, int troubles) implements Next {}
    }

    Next after(SessionEnd end, Past past) {
        return switch (end.state()) {
            case COMPLETED -> new Next.Done();
            // Whoever stopped it, but for having another agent or provider go on, wants to look first: given back at
            // once, it would start again at once.
            case STOPPED -> end.goesOn() ? unspent(past) : new Next.Review();
            // Ready for whoever is not limited: the ledger keeps back those who are.
            case LIMITED, LOST -> unspent(past);
            case FAILED -> failed(end.cause().failure(), past);
            case STARTING, RUNNING -> throw new IllegalStateException("Not an end: " + end.state());
        };
    }

    private Next failed(FailureCause signal, Past past) {
        return switch (signal) {
            case FailureCause.Transient _, FailureCause.Capacity _ -> troubled(past);
            // The executable is kept back until its credentials are taken again.
            case FailureCause.Auth _ -> unspent(past);
            // The next session starts afresh, with a summary.
            case FailureCause.Context _ -> failedOnce(past, Duration.ZERO);
            case FailureCause.Blocked _, FailureCause.None _ -> failedOnce(past, delay(past.failures()));
        };
    }

    private Next unspent(Past past) {
        return again(past, Duration.ZERO, past.failures(), 0);
    }

    private Next troubled(Past past) {
        return past.troubles() + 1 >= config.maxTroubles()
                ? new Next.GivenUp(past.failures(), past.troubles() + 1)
                : again(past, delay(past.troubles()), past.failures(), past.troubles() + 1);
    }

    private Next failedOnce(Past past, Duration delay) {
        return past.failures() + 1 >= config.maxFailures()
                ? new Next.GivenUp(past.failures() + 1, 0)
                : again(past, delay, past.failures() + 1, 0);
    }

    private Next again(Past past, Duration delay, int failures, int troubles) {
        return past.attempts() >= config.maxAttempts()
                ? new Next.GivenUp(failures, troubles)
                : new Next.Again(delay, failures, troubles);
    }

    private Duration delay(int before) {
        double times = Math.pow(2, Math.min(before, 30));
        double millis = Math.min(
                config.retryDelay().toMillis() * times, config.maxRetryDelay().toMillis());
        return Duration.ofMillis((long) (millis * (1 + random.nextDouble() / 2)));
    }
}
