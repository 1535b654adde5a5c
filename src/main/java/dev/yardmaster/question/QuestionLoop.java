package dev.yardmaster.question;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.loop.Loop;
import dev.yardmaster.question.QuestionRepository.Unreachable;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.replica.LeaseAcquired;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Lets questions expire at their deadlines, and moves questions to people that their agents will not answer. Only the service that holds the lease
 * does so. It sleeps until the next deadline, or until the database notifies of a change.
 */
@Singleton
class QuestionLoop {
    private static final Logger LOG = Logger.getLogger(QuestionLoop.class);
    private static final String CHANNEL = "yardmaster_questions";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The longest sleep: the loop shows that it works. */
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(10);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TURN = LONGEST_SLEEP.plusMinutes(5);

    private final QuestionRepository repository;
    private final Questions questions;
    private final Lease lease;
    private final Notifications notifications;
    private final Semaphore signals = new Semaphore(0);
    private final Loop loop = new Loop("questions", Duration.ZERO, LONGEST_TURN, this::turn);

    QuestionLoop(QuestionRepository repository, Questions questions, Lease lease, Notifications notifications) {
        this.repository = repository;
        this.questions = questions;
        this.lease = lease;
        this.notifications = notifications;
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, signals::release);
        loop.start();
    }

    void leaseAcquired(@Observes LeaseAcquired event) {
        signals.release();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        loop.stop(TIMEOUT, signals::release);
    }

    private void turn() {
        Duration sleep = LONGEST_SLEEP;
        try {
            if (lease.isHeld()) {
                boolean done = moveUnreachable() & expireDue();
                sleep = done ? untilNextDeadline() : AFTER_FAILURE;
            }
        } catch (RuntimeException e) {
            LOG.warnf("state=questions_not_read error=%s; trying again in %s", e, AFTER_FAILURE);
            sleep = AFTER_FAILURE;
        }
        await(sleep);
    }

    private boolean expireDue() {
        boolean done = true;
        for (Question question : await(repository.due())) {
            done &= handled(question, "expired", questions.expire(question));
        }
        return done;
    }

    private boolean moveUnreachable() {
        boolean done = true;
        for (Unreachable unreachable : await(repository.unreachable())) {
            Question question = unreachable.question();
            done &= handled(question, "moved_to_people", questions.move(question, unreachable.why()));
        }
        return done;
    }

    /** A question that fails does not keep the others from being handled. */
    private static boolean handled(Question question, String state, Uni<Boolean> work) {
        try {
            if (await(work)) {
                LOG.infof("question=%s agent=%s state=%s", question.id(), question.agent(), state);
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("question=%s state=not_%s error=%s; trying again", question.id(), state, e);
            return false;
        }
    }

    private Duration untilNextDeadline() {
        return await(repository.secondsToDeadline())
                .map(seconds -> Duration.ofMillis((long) Math.ceil(Math.max(0, seconds) * 1000)))
                .filter(left -> left.compareTo(LONGEST_SLEEP) < 0)
                .orElse(LONGEST_SLEEP);
    }

    /** Several signals count as one. */
    private void await(Duration sleep) {
        try {
            if (signals.tryAcquire(sleep.toNanos(), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
