package dev.yardmaster.question;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** Which tasks wait for answers to their questions. For any thread. */
@Singleton
public class WaitingTasks {
    private final QuestionRepository repository;
    private final Pool pool;

    WaitingTasks(QuestionRepository repository, Pool pool) {
        this.repository = repository;
        this.pool = pool;
    }

    /**
     * What the questions of a session that ends mean for its task.
     *
     * @param transaction has locked the task, so that none of the questions is settled before it ends
     */
    public Uni<Wait> after(SqlConnection transaction, UUID session, UUID task) {
        return repository.askedIn(transaction, session, task);
    }

    /** What a task waits for, as sentences. */
    public Uni<List<String>> reasons(UUID task) {
        return repository
                .blocking(pool, task)
                .map(questions -> questions.stream().map(WaitingTasks::reason).toList());
    }

    /** As {@link #reasons(UUID)}, in one sentence for the task, within a transaction. */
    public Uni<String> reason(SqlConnection transaction, UUID task) {
        return repository
                .blocking(transaction, task)
                .map(questions -> questions.stream()
                        .findFirst()
                        .map(QuestionText::waitsFor)
                        .orElse("It waits for an answer."));
    }

    private static String reason(Question question) {
        return QuestionText.waitsFor(question)
                + question.moved()
                        .map(why -> " It was asked to an agent first. " + why)
                        .orElse("")
                + question.deadline().map(at -> " It expires at " + at + ".").orElse("")
                + " POST /api/questions/" + question.id() + "/answer answers it, and DELETE /api/questions/"
                + question.id()
                + " lets the agent decide itself.";
    }
}
