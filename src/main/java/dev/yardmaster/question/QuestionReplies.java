package dev.yardmaster.question;

import dev.yardmaster.inbox.Message;
import dev.yardmaster.inbox.ReplyListener;
import dev.yardmaster.inbox.Sender;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A reply to the message of an open question, to the agent that asks, is its answer. Only sessions of the task get it. */
@Singleton
class QuestionReplies implements ReplyListener {
    private final QuestionRepository repository;

    QuestionReplies(QuestionRepository repository) {
        this.repository = repository;
    }

    @Override
    public Uni<Void> replied(SqlConnection transaction, Message answered, Message reply) {
        return repository
                .openByMessage(transaction, answered.id())
                .chain(found -> found.filter(question -> isAnswer(question, reply))
                        .map(question -> answer(transaction, question, reply))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static boolean isAnswer(Question question, Message reply) {
        return reply.agent().equals(Optional.of(question.agent()))
                && reply.sender().kind() != Sender.Kind.SERVICE;
    }

    private Uni<Void> answer(SqlConnection transaction, Question question, Message reply) {
        return question.task()
                .map(task -> repository.keepForTask(transaction, reply.id(), task))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> repository.settle(
                        transaction,
                        question.id(),
                        QuestionState.ANSWERED,
                        Optional.of(reply.text()),
                        Optional.of(reply.sender()),
                        Optional.empty()))
                .replaceWithVoid();
    }
}
