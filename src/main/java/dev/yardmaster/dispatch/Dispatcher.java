package dev.yardmaster.dispatch;

import dev.yardmaster.replica.Heartbeat;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.session.Recovery;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The dispatcher's thread. While this service holds the lease, it runs a round whenever it is woken, at the time at which more can start by
 * the result of the last round, and once in each poll interval.
 */
@Singleton
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final DispatchRound round;
    private final Recovery recovery;
    private final Heartbeat heartbeat;
    private final Lease lease;
    private final WakeUp wakeUp;
    private final DispatchConfig config;
    private final Thread thread =
            Thread.ofPlatform().name("dispatcher").daemon().unstarted(this::run);
    private volatile boolean stopping;

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
    }

    void start(@Observes StartupEvent event) {
        recovery.run();
        heartbeat.begin();
        thread.start();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        wakeUp.now();
        thread.join(STOP_TIMEOUT);
    }

    private void run() {
        while (!stopping) {
            wakeUp.await(dispatch());
        }
    }

    /** Returns how long to wait unless woken. */
    private Duration dispatch() {
        try {
            return lease.isHeld() ? round.run(() -> stopping) : config.poll();
        } catch (RuntimeException e) {
            LOG.errorf("state=dispatch_failed error=%s; trying again in %s", e, config.poll());
            return config.poll();
        }
    }
}
