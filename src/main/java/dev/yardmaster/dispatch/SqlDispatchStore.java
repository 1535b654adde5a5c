package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.LimitWaitPolicy.ExceededWaits;
import dev.yardmaster.usage.Budgets;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The service's database as the dispatcher's thread uses it: waits for each answer, up to a timeout. */
@Singleton
class SqlDispatchStore implements DispatchStore {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final DispatchRepository repository;
    private final WaitingTaskRepository waitingTasks;
    private final TaskClaimer claimer;
    private final TaskLauncher launcher;

    SqlDispatchStore(
            DispatchRepository repository,
            WaitingTaskRepository waitingTasks,
            TaskClaimer claimer,
            TaskLauncher launcher) {
        this.repository = repository;
        this.waitingTasks = waitingTasks;
        this.claimer = claimer;
        this.launcher = launcher;
    }

    @Override
    public DispatchSchedule schedule() {
        return await(repository.schedule());
    }

    @Override
    public void releaseDueTasks() {
        run(repository.releaseDueTasks());
    }

    @Override
    public Optional<DispatchSnapshot> snapshot() {
        return await(repository.snapshot());
    }

    @Override
    public StartResult start(Start start, Budgets budgets) {
        return awaitUncancelled(
                claimer.claim(start.task().id(), start.agent(), budgets).map(this::launch));
    }

    private StartResult launch(TaskClaimer.Outcome outcome) {
        return switch (outcome) {
            case TaskClaimer.Claimed claimed -> {
                launcher.launch(claimed);
                yield StartResult.STARTED;
            }
            case TaskClaimer.NotReady() -> StartResult.NOT_READY;
            case TaskClaimer.Paused() -> StartResult.PAUSED;
        };
    }

    @Override
    public void storeReasons(Map<UUID, String> reasons) {
        run(waitingTasks.storeReasons(reasons));
    }

    @Override
    public void moveToReview(ExceededWaits waits) {
        run(waitingTasks.moveToReview(waits));
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }

    /** Does not cancel the work after the timeout: what it has stored by then needs its next step all the same. */
    private static <T> T awaitUncancelled(Uni<T> work) {
        try {
            return work.subscribeAsCompletionStage()
                    .copy()
                    .orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void run(Uni<Void> update) {
        update.await().atMost(TIMEOUT);
    }
}
