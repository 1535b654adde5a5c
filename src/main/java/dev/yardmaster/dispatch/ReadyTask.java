package dev.yardmaster.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * A task that could start now.
 *
 * @param lane what it asks of its agent
 * @param priority how urgent it is, 1 (most) to 5, with all that waits for it
 * @param since when it was created
 */
record ReadyTask(UUID id, TaskQueue lane, int priority, Instant since) {
    private static final int MOST_URGENT = 1;

    /**
     * The most urgent first, and of these the oldest.
     *
     * @param ageing how long a task waits for each step of urgency that it gains, so that none waits for ever
     */
    static Comparator<ReadyTask> order(Instant now, Duration ageing) {
        return Comparator.<ReadyTask>comparingInt(task -> task.aged(now, ageing))
                .thenComparing(ReadyTask::since)
                .thenComparing(ReadyTask::id);
    }

    private int aged(Instant now, Duration ageing) {
        long waited = Math.max(0, Duration.between(since, now).toMillis());
        long steps = waited / Math.max(1, ageing.toMillis());
        return (int) Math.max(MOST_URGENT, priority - steps);
    }
}
