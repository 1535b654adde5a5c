package dev.yardmaster.dispatch;

import dev.yardmaster.loop.Loop;
import dev.yardmaster.replica.Heartbeat;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.session.Recovery;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The dispatcher. While this service holds the lease, it runs a round whenever it is woken, at the time at which more can start by
 * the result of the last round, and once in each poll interval.
 */
@Singleton
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(5);

    private final DispatchRound round;
    private final Recovery recovery;
    private final Heartbeat heartbeat;
    private final Lease lease;
    private final WakeUp wakeUp;
    private final DispatchConfig config;
    private final Loop loop;

    Dispatcher(
            DispatchRound round,
            Recovery recovery,
            Heartbeat heartbeat,
            Lease lease,
            WakeUp wakeUp,
            DispatchConfig config) {
        this.round = round;
        this.recovery = recovery;
        this.heartbeat = heartbeat;
        this.lease = lease;
        this.wakeUp = wakeUp;
        this.config = config;
        this.loop = new Loop("dispatcher", Duration.ZERO, config.poll().plus(LONGEST_ROUND), this::turn);
    }

    void start(@Observes StartupEvent event) {
        recovery.run();
        heartbeat.begin();
        heartbeat.goOn();
        loop.start();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        loop.stop(STOP_TIMEOUT, wakeUp::now);
    }

    /** Why the dispatcher does not work, as a sentence; empty if it does. */
    Optional<String> fault() {
        return loop.fault();
    }

    private void turn() {
        wakeUp.await(dispatch());
    }

    /** Returns how long to wait unless woken. */
    private Duration dispatch() {
        try {
            return mayDispatch() ? round.run(() -> !mayDispatch()) : config.poll();
        } catch (RuntimeException e) {
            LOG.errorf("state=dispatch_failed error=%s; trying again in %s", e, config.poll());
            return config.poll();
        }
    }

    private boolean mayDispatch() {
        return !loop.isStopping() && lease.isHeld() && heartbeat.allowsSessions();
    }
}
