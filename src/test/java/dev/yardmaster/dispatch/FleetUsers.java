package dev.yardmaster.dispatch;

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

/** People who do at random all that can be done by hand, and in the end put everything right. */
final class FleetUsers {
    private static final int FEW = 40;

    private final Fleet fleet;
    private final FleetCrew crew;
    private final FleetService service;
    private final RandomGenerator random;
    private final int pace;
    private int left;

    FleetUsers(Fleet fleet, FleetCrew crew, FleetService service, RandomGenerator random) {
        this.fleet = fleet;
        this.crew = crew;
        this.service = service;
        this.random = random;
        this.pace = random.nextInt(3, 15);
        this.left = random.nextInt(5, 5 + FEW);
    }

    void begin() {
        IntStream.range(0, random.nextInt(3)).forEach(i -> change(crew.pool(fleet.nextId(), "pool-" + i)));
        addTasks(crew.agents().size());
        next();
    }

    private void next() {
        service.after(Duration.ofMillis((long) Math.exp(random.nextDouble(pace))), "users", () -> {
            if (left-- == 0) {
                putRight();
            } else {
                next();
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
            case 5 -> turn(crew.anyAgent());
            case 6, 7 -> changeAPool();
            case 8 -> report(List.of(anyExecutable()));
            case 9 -> report(FleetCatalogue.EXECUTABLES);
            case 10 -> clearALimit();
            case 11 -> pause();
            case 12, 13 -> resume();
            case 14 -> budget();
            case 15 -> fail();
            case 16, 17, 18 -> service.dispatcher().byHand(crew.anyAgent()).ifPresent(service::launch);
            default -> service.kill();
        }
    }

    /** From here on nothing goes wrong, and nothing keeps anybody but limits, budgets and slots, all of which pass. */
    private void putRight() {
        service.calmDown();
        resume();
        fleet.faults.clear();
        fleet.agents.values().forEach(agent -> agent.enabled = true);
        fleet.pools.pools().forEach(pool -> change(FleetCrew.opened(pool)));
        fleet.notified = true;
    }

    private void addTasks(int most) {
        int count = random.nextInt(1, 2 + most);
        TaskQueue lane = crew.anyLane();
        for (int i = 0; i < count; i++) {
            TaskQueue its = random.nextInt(4) == 0 ? crew.anyLane() : lane;
            Optional<Instant> later = random.nextInt(6) == 0
                    ? Optional.of(fleet.now.plusMillis((long) Math.exp(random.nextDouble(18))))
                    : Optional.empty();
            fleet.add(new FleetTask(fleet.nextId(), its, random.nextInt(1, 6), fleet.now, later));
        }
    }

    private void cancel() {
        anyTask(TaskState.OPEN).ifPresent(task -> task.state = TaskState.CANCELLED);
    }

    private void reopen() {
        anyTask(TaskState.REVIEW).or(() -> anyTask(TaskState.FAILED)).ifPresent(task -> {
            task.state = TaskState.OPEN;
            task.failures = 0;
            task.troubles = 0;
            task.forgiven = task.attempts;
            fleet.notified = true;
        });
    }

    private void turn(FleetAgent agent) {
        agent.enabled = !agent.enabled;
        fleet.notified = true;
    }

    private void changeAPool() {
        List<Pool> pools = fleet.pools.pools();
        int which = random.nextInt(pools.size() + 1);
        if (which == pools.size()) {
            change(crew.pool(fleet.nextId(), "pool-" + fleet.nextId()));
        } else if (random.nextInt(4) == 0) {
            fleet.pools.remove(pools.get(which).id());
        } else {
            change(crew.pool(pools.get(which).id(), pools.get(which).name()));
        }
        fleet.notified = true;
    }

    private void change(Pool pool) {
        fleet.pools.change(pool, fleet.running());
    }

    private void report(List<String> executables) {
        for (String executable : executables) {
            FailureCause.Quota said = service.providers().quota();
            boolean everything = executables.size() > 1;
            var what = new FailureCause.Quota(
                    everything ? "*" : said.modelScope(),
                    "manual",
                    everything ? fleet.now.plusMillis(random.nextLong(1, 600_000)) : said.resetAt(),
                    LimitSource.MANUAL,
                    1);
            fleet.ledger.record(
                    new LimitReport(
                            executable,
                            FleetCatalogue.providerOf(executable),
                            what,
                            fleet.now,
                            Optional.empty(),
                            Optional.empty()),
                    fleet.nextId(),
                    fleet.runs());
        }
        fleet.notified = true;
    }

    private void clearALimit() {
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

    private void budget() {
        long tokens = random.nextInt(1, 5000);
        switch (random.nextInt(4)) {
            case 0 -> fleet.budgets.clear();
            case 1 -> fleet.budgets.workspace = Optional.of(tokens * 4);
            case 2 -> fleet.budgets.agents.put(crew.anyAgent().profile.id(), tokens);
            default -> fleet.budgets.providers.put(FleetCatalogue.providerOf(anyExecutable()), tokens);
        }
        fleet.notified = true;
    }

    private void fail() {
        String executable = anyExecutable();
        fleet.faults.add(executable);
        service.providers().recoverLater(executable);
    }

    private String anyExecutable() {
        return FleetCatalogue.EXECUTABLES.get(random.nextInt(FleetCatalogue.EXECUTABLES.size()));
    }

    private Optional<FleetTask> anyTask(TaskState state) {
        return fleet.tasks.values().stream()
                .filter(task -> task.state == state)
                .skip(random.nextInt(3))
                .findFirst();
    }
}
