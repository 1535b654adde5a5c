package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.usage.Budgets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The state that dispatch rounds read and change. Each method blocks until it is done, and fails if that takes too long. */
interface DispatchStore {
    /** The most tasks of one queue that a snapshot holds. */
    int MAX_TASKS_PER_QUEUE = 200;

    DispatchSchedule schedule();

    /** Makes the scheduled tasks ready whose time has come. */
    void releaseDueTasks();

    /** The free agents and the ready tasks that they may start; empty if there are no such agents or no such tasks. */
    Optional<DispatchSnapshot> snapshot();

    /** What became of a decision to start a session. */
    enum StartResult {
        /** The task is claimed, and its session is being launched. */
        STARTED,
        /** The task is no longer ready. */
        NOT_READY,
        /** A user has paused the dispatcher since the round began. */
        PAUSED
    }

    /**
     * Claims a task and stores its session, in one transaction that selects the executable again. Then launches the session. Once the
     * transaction is committed, the launch follows, even if this method has failed because the commit took too long.
     *
     * @param budgets the budgets that are spent
     * @throws YardmasterException {@code conflict} if the agent is no longer free, or another code if the session can't start now
     */
    StartResult start(Start start, Budgets budgets);

    /** Stores for tasks why they wait. Skips tasks that someone else is changing. */
    void storeReasons(Map<UUID, String> reasons);

    /** Moves tasks to review, except for those that a busy agent may still start. */
    void moveToReview(ExceededWaits waits);
}
