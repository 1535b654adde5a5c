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
    public Optional<Runnable> claim(Start start, Budgets budgets) {
        return await(claimer.claim(start.task().id(), start.agent(), budgets))
                .map(claim -> () -> launcher.launch(claim));
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

    private static void run(Uni<Void> update) {
        update.await().atMost(TIMEOUT);
    }
}
