package dev.yardmaster.replica;

import dev.yardmaster.session.run.SessionConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Reads the policy from the configuration. */
@Singleton
class ReplicaPolicyProducer {
    /** The time between two checks of the fence, and the time in which leftover processes of a session are ended. */
    private static final Duration MARGIN = Duration.ofSeconds(4);

    /** Throws {@code invalid_configuration}. */
    @Produces
    @Singleton
    ReplicaPolicy policy(ReplicaConfig config, SessionConfig sessions) {
        Duration stopping = sessions.exitGrace().plus(sessions.terminateGrace()).plus(MARGIN);
        return new ReplicaPolicy(
                config.heartbeat(), config.lease(), config.lostAfter(), stopping, config.selfFencing());
    }
}
