package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.ProviderCatalogue;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.Limit;
import dev.yardmaster.limit.LimitReport;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.pool.Pool;
import dev.yardmaster.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The users of a simulated fleet. They do at random everything that users can do, and finally remove every obstacle. */
final class FleetUsers {
    private static final int MAX_ACTIONS = 40;

    private final Fleet fleet;
    private final FleetGenerator generator;
    private final FleetService service;
    private final RandomGenerator random;
    private final int pace;
    private int actionsLeft;

    FleetUsers(Fleet fleet, FleetGenerator generator, FleetService service, RandomGenerator random) {
        this.fleet = fleet;
        this.generator = generator;
        this.service = service;
        this.random = random;
        this.pace = random.nextInt(3, 15);
        this.actionsLeft = random.nextInt(5, 5 + MAX_ACTIONS);
    }

    void start() {
        IntStream.range(0, random.nextInt(3)).forEach(i -> store(generator.pool(fleet.nextId(), "pool-" + i)));
        addTasks(generator.agents().size());
        scheduleNext();
    }

    private void scheduleNext() {
        service.after(Duration.ofMillis((long) Math.exp(random.nextDouble(pace))), "users", () -> {
            if (actionsLeft-- == 0) {
                removeObstacles();
            } else {
                scheduleNext();
                if (service.isUp()) {
                    act();
                }
            }
        });
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> addTasks(12);
            case 3 -> cancel();
            case 4 -> reopen();
            case 5 -> toggle(generator.randomAgent());
            case 6, 7 -> changePool();
            case 8 -> reportLimit(List.of(randomExecutable()));
            case 9 -> reportLimit(ProviderCatalogue.EXECUTABLES);
            case 10 -> clearLimit();
            case 11 -> pause();
            case 12, 13 -> resume();
            case 14 -> changeBudget();
            case 15 -> breakExecutable();
            case 16, 17, 18 -> service.startByHand(generator.randomAgent());
            default -> service.kill();
        }
    }

    /** From now on no failures occur, and tasks wait only for limits, budgets and slots, all of which become free again. */
    private void removeObstacles() {
        service.calmDown();
        resume();
        fleet.faults.clear();
        fleet.agents.values().forEach(agent -> agent.enabled = true);
        fleet.pools.pools().forEach(pool -> store(FleetGenerator.opened(pool)));
        fleet.notified = true;
    }

    private void addTasks(int max) {
        int count = random.nextInt(1, 2 + max);
        TaskQueue queue = generator.randomQueue();
        for (int i = 0; i < count; i++) {
            TaskQueue other = random.nextInt(4) == 0 ? generator.randomQueue() : queue;
            Optional<Instant> later = random.nextInt(6) == 0
                    ? Optional.of(fleet.now.plusMillis((long) Math.exp(random.nextDouble(18))))
                    : Optional.empty();
            fleet.add(new FleetTask(fleet.nextId(), other, random.nextInt(1, 6), fleet.now, later));
        }
    }

    private void cancel() {
        randomTask(TaskState.OPEN).ifPresent(task -> task.state = TaskState.CANCELLED);
    }

    private void reopen() {
        randomTask(TaskState.REVIEW).or(() -> randomTask(TaskState.FAILED)).ifPresent(task -> {
            task.state = TaskState.OPEN;
            task.failures = 0;
            task.troubles = 0;
            task.forgiven = task.attempts;
            fleet.notified = true;
        });
    }

    private void toggle(FleetAgent agent) {
        agent.enabled = !agent.enabled;
        fleet.notified = true;
    }

    private void changePool() {
        List<Pool> pools = fleet.pools.pools();
        int index = random.nextInt(pools.size() + 1);
        if (index == pools.size()) {
            store(generator.pool(fleet.nextId(), "pool-" + fleet.nextId()));
        } else if (random.nextInt(4) == 0) {
            fleet.pools.remove(pools.get(index).id());
        } else {
            store(generator.pool(pools.get(index).id(), pools.get(index).name()));
        }
        fleet.notified = true;
    }

    private void store(Pool pool) {
        fleet.pools.change(pool, fleet.slotRequests());
    }

    private void reportLimit(List<String> executables) {
        for (String executable : executables) {
            FailureCause.Quota quota = service.providers().randomQuota();
            boolean all = executables.size() > 1;
            var reported = new FailureCause.Quota(
                    all ? "*" : quota.modelScope(),
                    "manual",
                    all ? fleet.now.plusMillis(random.nextLong(1, 600_000)) : quota.resetAt(),
                    LimitSource.MANUAL,
                    1);
            fleet.ledger.record(
                    new LimitReport(
                            executable,
                            ProviderCatalogue.providerOf(executable),
                            reported,
                            fleet.now,
                            Optional.empty(),
                            Optional.empty()),
                    fleet.nextId(),
                    fleet.runs());
        }
        fleet.notified = true;
    }

    private void clearLimit() {
        List<UUID> ids = fleet.ledger.rows().stream().map(Limit::id).toList();
        if (!ids.isEmpty()) {
            fleet.ledger.clear(ids.get(random.nextInt(ids.size())));
            fleet.notified = true;
        }
    }

    private void pause() {
        Optional<Instant> until = random.nextBoolean()
                ? Optional.of(fleet.now.plusMillis((long) Math.exp(random.nextDouble(16))))
                : Optional.empty();
        fleet.pause = Optional.of(new PauseRepository.Pause(until, Optional.empty()));
        fleet.notified = true;
    }

    private void resume() {
        fleet.pause = Optional.empty();
        fleet.notified = true;
    }

    private void changeBudget() {
        long tokens = random.nextInt(1, 5000);
        switch (random.nextInt(4)) {
            case 0 -> fleet.budgets.removeAll();
            case 1 -> fleet.budgets.workspace = Optional.of(tokens * 4);
            case 2 -> fleet.budgets.agents.put(generator.randomAgent().profile.id(), tokens);
            default -> fleet.budgets.providers.put(ProviderCatalogue.providerOf(randomExecutable()), tokens);
        }
        fleet.notified = true;
    }

    private void breakExecutable() {
        String executable = randomExecutable();
        fleet.faults.add(executable);
        service.providers().recoverLater(executable);
    }

    private String randomExecutable() {
        return ProviderCatalogue.EXECUTABLES.get(random.nextInt(ProviderCatalogue.EXECUTABLES.size()));
    }

    private Optional<FleetTask> randomTask(TaskState state) {
        return fleet.tasks.values().stream()
                .filter(task -> task.state == state)
                .skip(random.nextInt(3))
                .findFirst();
    }
}
