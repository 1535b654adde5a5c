package dev.yardmaster.subscription;

import dev.yardmaster.id.Ids;
import dev.yardmaster.inbox.ServiceMail;
import dev.yardmaster.timer.TimedWork;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends agents and people the events that they are woken for, as messages of the service. While a message waits, further events are added to
 * it, so that many events are one turn of the agent.
 */
@Singleton
class WakeUps implements TimedWork {
    private final WakeUpRepository repository;
    private final ServiceMail mail;
    private final Pool pool;

    WakeUps(WakeUpRepository repository, ServiceMail mail, Pool pool) {
        this.repository = repository;
        this.mail = mail;
        this.pool = pool;
    }

    @Override
    public Uni<Optional<Duration>> run() {
        return repository
                .endWhatIsOver()
                .chain(repository::forgetSent)
                .chain(repository::recipients)
                .chain(this::sendAll)
                .chain(repository::next);
    }

    private Uni<Void> sendAll(List<Optional<UUID>> recipients) {
        return Multi.createFrom()
                .iterable(recipients)
                .onItem()
                .transformToUniAndConcatenate(recipient -> pool.withTransaction(it -> send(it, recipient)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> send(SqlConnection transaction, Optional<UUID> recipient) {
        return repository.waitingMessage(transaction, recipient).chain(waiting -> {
            UUID message = waiting.orElseGet(Ids::next);
            return repository
                    .addToMessage(transaction, recipient, message)
                    .chain(() -> text(transaction, message))
                    .chain(text -> waiting.isPresent()
                            ? mail.rewrite(transaction, message, text)
                            : mail.send(transaction, message, recipient, text));
        });
    }

    private Uni<String> text(SqlConnection transaction, UUID message) {
        return repository
                .events(transaction, message, WakeUpText.MOST)
                .chain(events -> repository.count(transaction, message).map(count -> WakeUpText.of(events, count)));
    }
}
