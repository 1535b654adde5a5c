package dev.yardmaster.question;

import dev.yardmaster.id.Ids;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.inbox.Mail;
import dev.yardmaster.inbox.MessageSpec;
import dev.yardmaster.inbox.Sender;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Asks, answers and withdraws questions. A question is a message, and so is its answer. For any thread; no method blocks. */
@Singleton
public class Questions {
    private final QuestionRepository repository;
    private final Mail mail;
    private final Pool pool;

    Questions(QuestionRepository repository, Mail mail, Pool pool) {
        this.repository = repository;
        this.mail = mail;
        this.pool = pool;
    }

    /**
     * Asks a question. The same open question of the same session is asked once only. Fails as {@link Mail#send} does, and with
     * {@code conflict} if the session has ended.
     *
     * @param sender the agent of the session
     * @param task the task of the session
     */
    public Uni<Question> ask(Sender sender, UUID session, Optional<UUID> task, NewQuestion question) {
        return pool.withTransaction(transaction -> repository
                .same(transaction, session, question)
                .chain(same -> same.map(it -> Uni.createFrom().item(it))
                        .orElseGet(() -> to(transaction, sender, task, question)
                                .chain(to -> add(transaction, sender, session, task, question, to)))));
    }

    private Uni<String> to(SqlConnection transaction, Sender sender, Optional<UUID> task, NewQuestion question) {
        if (question.to().isPresent() || task.isEmpty()) {
            return Uni.createFrom().item(question.to().orElse("people"));
        }
        return repository
                .director(transaction, task.get(), sender.agent().orElseThrow())
                .map(found -> found.map(UUID::toString).orElse("people"));
    }

    private Uni<Question> add(
            SqlConnection transaction,
            Sender sender,
            UUID session,
            Optional<UUID> task,
            NewQuestion question,
            String to) {
        boolean blocks = question.blocking() && task.isPresent();
        String text = QuestionText.asked(
                question.text(), question.options(), blocks, question.deadline(), question.defaultAnswer());
        var message = new MessageSpec(Optional.of(to), text, Optional.empty());
        return mail.send(transaction, new NewIds(Ids.next()), sender, message)
                .chain(sent ->
                        repository.insert(transaction, session, sent.messages().getFirst(), question))
                .map(added -> added.orElseThrow(
                        () -> new YardmasterException(ErrorCode.CONFLICT, "Your session has ended. Stop working.")));
    }

    /** The question with an id; fails with {@code question_not_found}. */
    public Uni<Question> get(UUID id) {
        return repository.find(id).map(found -> found.orElseThrow(() -> NotFound.QUESTION.of(id)));
    }

    /**
     * Answers an open question with a message to the agent that asks. Fails with {@code question_not_found} or {@code conflict}. The same
     * answer of the same sender again changes nothing.
     */
    Uni<Question> answer(NewIds ids, UUID id, Sender by, String answer) {
        return reply(ids, id, by, answer).chain(() -> get(id));
    }

    private Uni<Question> reply(NewIds ids, UUID id, Sender by, String answer) {
        return pool.withTransaction(transaction -> openOrElse(transaction, id, by, answer)
                .call(question -> question.isOpen()
                        ? reply(transaction, ids, by, question, answer)
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Question> openOrElse(SqlConnection transaction, UUID id, Sender by, String answer) {
        return repository
                .find(transaction, id)
                .map(found -> found.orElseThrow(() -> NotFound.QUESTION.of(id)))
                .invoke(question -> {
                    boolean repeated = question.state() == QuestionState.ANSWERED
                            && question.answeredBy().equals(Optional.of(by.name()))
                            && question.answer().equals(Optional.of(answer));
                    if (!question.isOpen() && !repeated) {
                        throw settled(question);
                    }
                });
    }

    private Uni<Void> reply(SqlConnection transaction, NewIds ids, Sender by, Question question, String answer) {
        var message =
                new MessageSpec(Optional.of("agent:" + question.agent()), answer, Optional.of(question.message()));
        return mail.send(transaction, ids, by, message)
                .chain(() -> repository.find(transaction, question.id()))
                .invoke(after -> after.filter(it -> it.state() != QuestionState.ANSWERED
                                || !it.answeredBy().equals(Optional.of(by.name()))
                                || !it.answer().equals(Optional.of(answer)))
                        .ifPresent(it -> {
                            throw settled(it);
                        }))
                .replaceWithVoid();
    }

    /** Withdraws an open question, and asks the agent by a message to decide itself. Idempotent. Fails with {@code question_not_found} or {@code conflict}. */
    Uni<Void> withdraw(UUID id, Sender by) {
        return get(id).chain(question -> switch (question.state()) {
            case WITHDRAWN -> Uni.createFrom().voidItem();
            case OPEN ->
                settle(
                                question,
                                QuestionState.WITHDRAWN,
                                Optional.empty(),
                                QuestionText.withdrawn(question, by.name()),
                                "Withdrawn by '" + by.name() + "'.")
                        .invoke(done -> {
                            if (!done) {
                                throw new YardmasterException(
                                        ErrorCode.CONFLICT, "The question was settled just now. Look at it again.");
                            }
                        })
                        .replaceWithVoid();
            case ANSWERED, EXPIRED -> throw settled(question);
        });
    }

    /** Lets a question expire whose deadline has passed. Returns false if it was settled before. */
    Uni<Boolean> expire(Question question) {
        return settle(
                question,
                QuestionState.EXPIRED,
                question.defaultAnswer(),
                QuestionText.expired(question),
                "It was not answered before its deadline.");
    }

    /** Moves a question to people because its agent will not answer it. */
    Uni<Boolean> move(Question question, String why) {
        var message = new MessageSpec(
                Optional.of("people"), QuestionText.moved(question, why), Optional.of(question.message()));
        var sender = Sender.agent(question.agent(), question.agentName());
        return undoneUnless(pool.withTransaction(
                transaction -> mail.sendInAnyCase(transaction, new NewIds(Ids.next()), sender, message)
                        .chain(sent -> repository.move(transaction, question, sent.id(), why))
                        .invoke(Questions::requireDone)));
    }

    /** The message comes first, because of the lock rule. It is not sent if the question was settled before. */
    private Uni<Boolean> settle(
            Question question, QuestionState state, Optional<String> answer, String text, String reason) {
        var message = new MessageSpec(Optional.of("agent:" + question.agent()), text, Optional.of(question.message()));
        return undoneUnless(pool.withTransaction(transaction -> mail.sendInAnyCase(
                        transaction, new NewIds(Ids.next()), Sender.SERVICE, message)
                .call(sent -> question.task()
                        .map(task -> repository.keepForTask(transaction, sent.id(), task))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(() -> repository.settle(
                        transaction, question.id(), state, answer, Optional.empty(), Optional.of(reason)))
                .invoke(Questions::requireDone)));
    }

    private static final class SettledBefore extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void requireDone(boolean done) {
        if (!done) {
            throw new SettledBefore();
        }
    }

    private static Uni<Boolean> undoneUnless(Uni<Boolean> work) {
        return work.onFailure(SettledBefore.class).recoverWithItem(false);
    }

    private static YardmasterException settled(Question question) {
        return new YardmasterException(
                ErrorCode.CONFLICT,
                "The question is " + question.state().value() + " already"
                        + question.answeredBy().map(it -> " by '" + it + "'").orElse("")
                        + ". Send the agent a message instead.");
    }
}
