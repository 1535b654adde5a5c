package dev.yardmaster.inbox;

import dev.yardmaster.inbox.DeliveryRepository.Target;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.session.Installation;
import dev.yardmaster.session.SessionRegistry;
import dev.yardmaster.session.run.RunningSession;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Gives waiting mail to the running sessions of this service, each batch as one turn. The messages are reserved for the session before, so that
 * nobody else delivers them or withdraws them, and delivered after the session has taken them. Blocks; for one thread.
 */
@Singleton
class LiveDelivery {
    private static final Logger LOG = Logger.getLogger(LiveDelivery.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** The time after which a session that took no message is asked again. It ends, or its CLI does not read what it is sent. */
    private static final Duration REST = Duration.ofSeconds(30);

    private final DeliveryRepository repository;
    private final SessionRegistry registry;
    private final UUID self;
    // Turns whose result could not be stored. They are not given again while the service runs.
    private final List<Result> unstored = new ArrayList<>();
    // When sessions took no message that they were given: they are starting or ending.
    private final Map<UUID, Long> refusedAt = new HashMap<>();

    LiveDelivery(DeliveryRepository repository, SessionRegistry registry, Installation installation) {
        this.repository = repository;
        this.registry = registry;
        this.self = installation.id();
    }

    /** What came of a turn. */
    private record Result(UUID session, List<Message> messages, boolean taken) {}

    /** Gives each session that can take mail all of it. A session that fails does not keep the others from getting theirs. */
    void run() {
        storeResults();
        refusedAt.values().removeIf(at -> System.nanoTime() - at >= REST.toNanos());
        for (Target target : await(repository.targets(self))) {
            if (refusedAt.containsKey(target.session())) {
                continue;
            }
            try {
                deliver(target);
            } catch (RuntimeException e) {
                LOG.warnf("session=%s state=mail_not_delivered error=%s; trying again", target.session(), e);
            }
        }
    }

    private void deliver(Target target) {
        Optional<RunningSession> session = registry.find(target.session());
        boolean goesOn = session.isPresent();
        while (goesOn) {
            List<Message> messages = await(repository.take(target));
            goesOn = !messages.isEmpty() && give(session.get(), target.session(), messages);
        }
    }

    /** Returns whether the session has taken the messages. */
    private boolean give(RunningSession session, UUID id, List<Message> messages) {
        try {
            session.message(MailFrame.of(messages));
        } catch (YardmasterException e) {
            if (e.code() == ErrorCode.CONFLICT) {
                // It is asked again after a rest, or the next session gets them.
                refusedAt.put(id, System.nanoTime());
                unstored.add(new Result(id, messages, false));
                storeResults();
            } else {
                await(repository.countFailure(id, e.detail()));
            }
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s state=mail_not_taken", id);
            await(repository.countFailure(
                    id, "The mail could not be given to the session. See the service log for session " + id + "."));
            return false;
        }
        LOG.infof("session=%s state=mail_taken messages=%d", id, messages.size());
        unstored.add(new Result(id, messages, true));
        storeResults();
        return true;
    }

    private void storeResults() {
        for (Iterator<Result> results = unstored.iterator(); results.hasNext(); ) {
            Result result = results.next();
            await(
                    result.taken()
                            ? repository.delivered(result.session(), result.messages())
                            : repository.giveBack(result.session(), result.messages()));
            results.remove();
        }
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
