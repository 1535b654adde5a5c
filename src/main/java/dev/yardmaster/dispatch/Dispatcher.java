package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.Recovery;
import dev.yardmaster.session.Sessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Hands out tasks: one thread that looks when it is woken, when a scheduled task becomes ready, and now and then. Everything it decides
 * it decides anew from the database.
 */
@Singleton
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int TASKS_AT_ONCE = 200;

    private final DispatchRepository repository;
    private final Sessions sessions;
    private final Recovery recovery;
    private final WakeUp wakeUp;
    private final DispatchConfig config;
    private final Thread thread =
            Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
    private volatile boolean stopping;

    Dispatcher(
            DispatchRepository repository, Sessions sessions, Recovery recovery, WakeUp wakeUp, DispatchConfig config) {
        this.repository = repository;
        this.sessions = sessions;
        this.recovery = recovery;
        this.wakeUp = wakeUp;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        recovery.run();
        thread.start();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeUp.now();
        thread.join(PATIENCE);
    }

    private void run() {
        while (!stopping) {
            Duration pause;
            try {
                dispatch();
                pause = min(until(repository.untilNextScheduled()), until(repository.untilSoonestReset()));
            } catch (RuntimeException e) {
                LOG.errorf("state=dispatch_failed error=%s; trying again in %s", e, config.poll());
                pause = config.poll();
            }
            wakeUp.await(pause);
        }
    }

    private void dispatch() {
        List<FreeAgent> agents = repository.freeAgents().await().atMost(PATIENCE);
        if (agents.isEmpty()) {
            return;
        }
        Map<UUID, String> obstacles = repository.obstacles(agents).await().atMost(PATIENCE);
        Map<Boolean, List<FreeAgent>> byObstacle = agents.stream()
                .collect(Collectors.partitioningBy(
                        agent -> obstacles.containsKey(agent.profile().id())));
        assign(byObstacle.getOrDefault(false, List.of()));
        explain(byObstacle.getOrDefault(true, List.of()), obstacles);
    }

    private void assign(List<FreeAgent> agents) {
        for (DispatchPlanner.Assignment assignment : DispatchPlanner.plan(ready(agents), agents)) {
            if (!stopping) {
                claim(assignment);
            }
        }
    }

    /** Tells of the tasks that would go to these agents what keeps the agents. */
    private void explain(List<FreeAgent> agents, Map<UUID, String> obstacles) {
        for (DispatchPlanner.Assignment blocked : DispatchPlanner.plan(ready(agents), agents)) {
            AgentProfile agent = blocked.agent().profile();
            String reason = "The agent '" + agent.name() + "' can't start a session. " + obstacles.get(agent.id());
            repository.tell(blocked.task().id(), reason).await().atMost(PATIENCE);
        }
    }

    private List<ReadyTask> ready(List<FreeAgent> agents) {
        return agents.isEmpty()
                ? List.of()
                : repository.readyTasks(agents, TASKS_AT_ONCE).await().atMost(PATIENCE);
    }

    private void claim(DispatchPlanner.Assignment assignment) {
        try {
            repository.claim(assignment).await().atMost(PATIENCE).ifPresent(sessions::launch);
        } catch (YardmasterException e) {
            // A slot that was taken meanwhile is nothing to speak of.
            if (e.code() != ErrorCode.CONFLICT) {
                UUID task = assignment.task().id();
                LOG.warnf("task=%s state=not_claimed reason=\"%s\"", task, e.detail());
                repository.tell(task, e.detail()).await().atMost(PATIENCE);
            }
        }
    }

    private Duration until(Uni<Optional<Duration>> next) {
        return min(config.poll(), next.await().atMost(PATIENCE).orElse(config.poll()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
