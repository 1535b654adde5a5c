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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    // What the sessions of this service were given while they ran.
    private final Map<UUID, Set<UUID>> given = new HashMap<>();
    // Sessions for which a reservation failed. The database may have stored it, or may still store it.
    private final Set<UUID> doubtful = new HashSet<>();
    // When sessions took no message that they were given: they are starting or ending.
    private final Map<UUID, Long> refusedAt = new HashMap<>();

    LiveDelivery(DeliveryRepository repository, SessionRegistry registry, Installation installation) {
        this.repository = repository;
        this.registry = registry;
        this.self = installation.id();
    }

    /** What came of a turn. */
    private sealed interface Result {}

    private record Taken(UUID session, List<Message> messages) implements Result {}

    /** The session takes no messages at the moment. */
    private record Refused(UUID session, List<Message> messages) implements Result {}

    /** The session can't take these messages. */
    private record Failed(UUID session, String reason) implements Result {}

    /** Gives each session that can take mail all of it. A session that fails does not keep the others from getting theirs. */
    void run() {
        storeResults();
        releaseDoubtful();
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
            List<Message> messages = take(target);
            goesOn = !messages.isEmpty() && give(session.get(), target.session(), messages);
        }
    }

    private List<Message> take(Target target) {
        try {
            return await(repository.take(target));
        } catch (RuntimeException e) {
            doubtful.add(target.session());
            throw e;
        }
    }

    /**
     * Until such a session ends: a statement that the database is late with can reserve messages at any time. No message is at the top of its
     * prompt, because a session gets mail while it runs only after it has answered that.
     */
    private void releaseDoubtful() {
        given.keySet().removeIf(session -> registry.find(session).isEmpty());
        doubtful.removeIf(session -> registry.find(session).isEmpty());
        doubtful.forEach(session -> await(repository.release(session, given.getOrDefault(session, Set.of()))));
    }

    /** Returns whether the session has taken the messages. */
    private boolean give(RunningSession session, UUID id, List<Message> messages) {
        try {
            session.message(MailFrame.of(messages));
        } catch (YardmasterException e) {
            if (e.code() == ErrorCode.CONFLICT) {
                // It is asked again after a rest, or the next session gets them.
                refusedAt.put(id, System.nanoTime());
                store(new Refused(id, messages));
            } else {
                store(new Failed(id, e.detail()));
            }
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s state=mail_not_taken", id);
            store(new Failed(
                    id, "The mail could not be given to the session. See the service log for session " + id + "."));
            return false;
        }
        LOG.infof("session=%s state=mail_taken messages=%d", id, messages.size());
        messages.forEach(
                message -> given.computeIfAbsent(id, _ -> new HashSet<>()).add(message.id()));
        store(new Taken(id, messages));
        return true;
    }

    private void store(Result result) {
        unstored.add(result);
        storeResults();
    }

    private void storeResults() {
        for (Iterator<Result> results = unstored.iterator(); results.hasNext(); ) {
            await(
                    switch (results.next()) {
                        case Taken(UUID session, List<Message> messages) -> repository.delivered(session, messages);
                        case Refused(UUID session, List<Message> messages) -> repository.giveBack(session, messages);
                        case Failed(UUID session, String reason) -> repository.countFailure(session, reason);
                    });
            results.remove();
        }
    }

    private static <T> T await(Uni<T> answer) {
        return answer.await().atMost(TIMEOUT);
    }
}
