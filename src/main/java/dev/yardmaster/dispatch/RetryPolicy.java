package dev.yardmaster.dispatch;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.question.Wait;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides what happens to a task when its session has ended. Pure, but for the random jitter of its delays. */
final class RetryPolicy {
    /** How often agents may hand a task over since it was opened. Agents that hand a task to each other must not go on for ever. */
    static final int MOST_HAND_OFFS = 10;

    private final DispatchConfig config;
    private final RandomGenerator random;

    RetryPolicy(DispatchConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /**
     * The sessions of a task since it was opened. Only {@code attempts} and {@code handOffs} include the session that has just ended.
     *
     * @param attempts all sessions
     * @param failures the sessions that failed because of the task or for an unknown reason
     * @param troubles how many of the last sessions, in a row, failed because of a transient problem at the provider
     * @param maxFailures the number of failures after which the task is given up
     * @param handOffs the sessions that handed the task over
     */
    record History(int attempts, int failures, int troubles, int maxFailures, int handOffs) {}

    /** What happens to the task. */
    sealed interface Next {
        /** The task is done. */
        record Done() implements Next {}

        /**
         * The task is ready again after a delay, for whomever its agent has handed it over to.
         *
         * @param delay positive
         */
        record HandOff(Duration delay) implements Next {}

        /**
         * The task waits for the answer to a question. The counts are as in {@link Retry}.
         *
         * @param resumes whether its conversation is worth being resumed
         */
        record Waiting(int failures, int troubles, boolean resumes) implements Next {}

        /** A user has to review the task. */
        record Review() implements Next {}

        /**
         * The task is ready again after a delay.
         *
         * @param delay zero or positive
         * @param failures the new count, as in {@link History}
         * @param troubles the new count, as in {@link History}
         * @param resumes whether the next session resumes the conversation
         */
        record Retry(Duration delay, int failures, int troubles, boolean resumes) implements Next {}

        /** The task has failed for good. */
        record GivenUp(int failures, int troubles) implements Next {}
    }

    /**
     * @param reported what the agent has reported before the end; it counts more than a question, and than a failure or a limit that came later
     * @param wait what its blocking questions mean
     */
    Next next(SessionEnd end, History history, Reported reported, Wait wait) {
        boolean stoppedByHand = end.state() == SessionState.STOPPED && !end.goesOn();
        return switch (reported) {
            case DONE, NEEDS_REVIEW, NOTHING_TO_DO -> stoppedByHand ? new Next.Review() : new Next.Done();
            case HANDED_OFF -> stoppedByHand ? new Next.Review() : handOff(history);
            case NOTHING -> wait == Wait.NONE ? next(end, history) : waiting(end, next(end, history), history, wait);
        };
    }

    /** A task that would be done or start again waits for its answer first. A conversation that has failed is not resumed. */
    private Next waiting(SessionEnd end, Next otherwise, History history, Wait wait) {
        Next next = otherwise instanceof Next.Done ? retryAtOnce(history) : otherwise;
        if (!(next instanceof Next.Retry(var delay, int failures, int troubles, var _))) {
            return next;
        }
        boolean resumes = end.state() != SessionState.FAILED;
        return wait == Wait.FOR_ANSWER
                ? new Next.Waiting(failures, troubles, resumes)
                : new Next.Retry(delay, failures, troubles, resumes);
    }

    private Next handOff(History history) {
        return history.handOffs() > MOST_HAND_OFFS || history.attempts() >= config.maxAttempts()
                ? new Next.GivenUp(history.failures(), 0)
                : new Next.HandOff(delay(history.handOffs() - 1));
    }

    Next next(SessionEnd end, History history) {
        return switch (end.state()) {
            case COMPLETED -> new Next.Done();
            // A user who stops a session wants to look at the task first; a retry would start it again at once.
            // But a session that is stopped so that its work goes on elsewhere is followed by another one.
            case STOPPED -> end.goesOn() ? retryAtOnce(history) : new Next.Review();
            // The task may run on other executables at once. The limit ledger excludes the limited one.
            case LIMITED, LOST -> retryAtOnce(history);
            case FAILED -> afterFailure(end.cause().failure(), history);
            case STARTING, RUNNING -> throw new IllegalStateException("Not an end: " + end.state());
        };
    }

    private Next afterFailure(FailureCause cause, History history) {
        return switch (cause) {
            case FailureCause.Transient _, FailureCause.Capacity _ -> countTrouble(history);
            // The executable is quarantined until a health check succeeds.
            case FailureCause.Auth _ -> retryAtOnce(history);
            // The next session begins a new conversation, with a summary of the old one.
            case FailureCause.Context _ -> countFailure(history, Duration.ZERO);
            case FailureCause.Blocked _, FailureCause.None _ -> countFailure(history, delay(history.failures()));
        };
    }

    private Next retryAtOnce(History history) {
        return retry(history, Duration.ZERO, history.failures(), 0);
    }

    private Next countTrouble(History history) {
        int troubles = history.troubles() + 1;
        return troubles >= config.maxTroubles()
                ? new Next.GivenUp(history.failures(), troubles)
                : retry(history, delay(history.troubles()), history.failures(), troubles);
    }

    private Next countFailure(History history, Duration delay) {
        int failures = history.failures() + 1;
        return failures >= history.maxFailures() ? new Next.GivenUp(failures, 0) : retry(history, delay, failures, 0);
    }

    private Next retry(History history, Duration delay, int failures, int troubles) {
        return history.attempts() >= config.maxAttempts()
                ? new Next.GivenUp(failures, troubles)
                : new Next.Retry(delay, failures, troubles, false);
    }

    /** Doubles with each earlier failure up to the configured maximum, plus up to half as much jitter. */
    private Duration delay(int earlierFailures) {
        double factor = Math.pow(2, Math.min(earlierFailures, 30));
        double millis = Math.min(
                config.retryDelay().toMillis() * factor, config.maxRetryDelay().toMillis());
        return Duration.ofMillis((long) (millis * (1 + random.nextDouble() / 2)));
    }
}
