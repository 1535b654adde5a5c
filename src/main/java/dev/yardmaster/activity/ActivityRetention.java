package dev.yardmaster.activity;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Deletes old entries of the activity, a few at a time, so that nothing waits long for it. */
@Singleton
class ActivityRetention {
    static final int AT_ONCE = 1000;

    private static final Duration SHORTEST = Duration.ofHours(1);

    private static final Logger LOG = Logger.getLogger(ActivityRetention.class);

    private final BiFunction<Instant, Integer, Uni<Integer>> delete;
    private final Duration age;

    @Inject
    ActivityRetention(ActivityRepository repository, ActivityConfig config) {
        this(repository::delete, config.activity());
    }

    /** @param delete deletes some of the entries before a time; returns their number */
    ActivityRetention(BiFunction<Instant, Integer, Uni<Integer>> delete, Duration age) {
        this.delete = delete;
        this.age = age;
    }

    /** A wrong setting stops the start of the service, because it could delete everything. Throws {@code invalid_configuration}. */
    void check(@Observes StartupEvent event) {
        if (age.compareTo(SHORTEST) < 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.retention.activity is " + age + ", but it must be at least " + SHORTEST
                            + ".");
        }
    }

    @Scheduled(every = "1h", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return deleteBefore(Instant.now().minus(age))
                .onFailure()
                .invoke(failure -> LOG.warnf("state=activity_not_deleted error=%s; trying again in an hour", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Deletes the entries before a time. */
    Uni<Void> deleteBefore(Instant time) {
        return delete.apply(time, AT_ONCE)
                .chain(deleted -> deleted < AT_ONCE ? Uni.createFrom().voidItem() : deleteBefore(time));
    }
}
