package dev.yardmaster.session;

import dev.yardmaster.session.run.RunningSession;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/** Lets all running sessions check every second whether they take too long. */
@Singleton
class SessionTicker {
    private final SessionRegistry registry;

    SessionTicker(SessionRegistry registry) {
        this.registry = registry;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        registry.all().forEach(RunningSession::tick);
    }
}
