package dev.yardmaster.question;

import dev.yardmaster.question.QuestionRepository.Unreachable;
import dev.yardmaster.timer.TimedWork;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Lets questions expire at their deadlines, and moves questions to people that their agents will not answer. */
@Singleton
class QuestionTimes implements TimedWork {
    private static final Logger LOG = Logger.getLogger(QuestionTimes.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final QuestionRepository repository;
    private final Questions questions;

    QuestionTimes(QuestionRepository repository, Questions questions) {
        this.repository = repository;
        this.questions = questions;
    }

    @Override
    public Uni<Optional<Duration>> run() {
        return repository
                .unreachable()
                .chain(found -> all(found, this::move))
                .chain(moved -> repository
                        .due()
                        .chain(found -> all(found, this::expire))
                        .map(expired -> moved && expired))
                .chain(done -> done ? untilNextDeadline() : Uni.createFrom().item(Optional.of(AFTER_FAILURE)));
    }

    /** One after the other. Returns whether none failed. */
    private static <T> Uni<Boolean> all(List<T> found, Function<T, Uni<Boolean>> work) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(it -> work.apply(it))
                .collect()
                .asList()
                .map(results -> !results.contains(false));
    }

    private Uni<Boolean> expire(Question question) {
        return handled(question, "expired", questions.expire(question));
    }

    private Uni<Boolean> move(Unreachable unreachable) {
        Question question = unreachable.question();
        return handled(question, "moved_to_people", questions.move(question, unreachable.why()));
    }

    /** A question that fails does not keep the others from being handled. */
    private static Uni<Boolean> handled(Question question, String state, Uni<Boolean> work) {
        return work.invoke(done -> {
                    if (done) {
                        LOG.infof("question=%s agent=%s state=%s", question.id(), question.agent(), state);
                    }
                })
                .replaceWith(true)
                .onFailure()
                .recoverWithItem(e -> {
                    LOG.warnf("question=%s state=not_%s error=%s; trying again", question.id(), state, e);
                    return false;
                });
    }

    private Uni<Optional<Duration>> untilNextDeadline() {
        return repository
                .secondsToDeadline()
                .map(found -> found.map(seconds -> Duration.ofMillis((long) Math.ceil(Math.max(0, seconds) * 1000))));
    }
}
