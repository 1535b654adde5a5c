package dev.yardmaster.review;

import dev.yardmaster.merge.TestResult;
import dev.yardmaster.merge.TestRun;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The test of work that is being merged. If it fails, the base branch is tested without the work, once for each of its commits: work is not to
 * blame for a base branch that is red. Blocks. For one thread.
 *
 * @param limit the longest time of a test of a project that sets none
 * @param wanted whether the result is still wanted
 */
record WorkTest(
        QueuedReview review, EvidenceRepository evidence, TestRun test, Duration limit, BooleanSupplier wanted) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** What a test has found about work. */
    sealed interface Verdict {
        /** It can be merged. */
        record Green() implements Verdict {}

        /** Its test fails, and that of the base branch does not. */
        record Red(String command, TestResult result, Duration limit) implements Verdict {}

        /** Its test fails, and so does that of the base branch. */
        record RedBase() implements Verdict {}

        /** The result is not needed any more. */
        record Unwanted() implements Verdict {}
    }

    /**
     * Tests a commit, unless there is evidence for it.
     *
     * @param tip the commit of the base branch that the commit has as its parent
     */
    Verdict of(String tip, String commit) {
        return review.test()
                .map(wantedTest -> of(
                        tip, commit, wantedTest.command(), wantedTest.timeout().orElse(limit)))
                .orElseGet(Verdict.Green::new);
    }

    private Verdict of(String tip, String commit, String command, Duration longest) {
        Optional<Boolean> known = await(evidence.verdict(review.id(), commit, command));
        Optional<Boolean> base = await(evidence.baseVerdict(review.project(), tip, command));
        if (known.equals(Optional.of(true))) {
            return new Verdict.Green();
        }
        if (known.isPresent() && base.equals(Optional.of(false))) {
            return new Verdict.RedBase();
        }
        TestResult result = test.run(commit, command, longest, wanted);
        if (isUnwanted(result)) {
            return new Verdict.Unwanted();
        }
        await(evidence.tested(review.id(), commit, command, result));
        return result.green()
                ? new Verdict.Green()
                : base.or(() -> testBase(tip, command, longest))
                        .map(green -> green ? new Verdict.Red(command, result, longest) : new Verdict.RedBase())
                        .orElseGet(Verdict.Unwanted::new);
    }

    /** Whether the base branch is green by itself; empty if the result is not needed any more. */
    private Optional<Boolean> testBase(String tip, String command, Duration longest) {
        TestResult result = test.run(tip, command, longest, wanted);
        if (isUnwanted(result)) {
            return Optional.empty();
        }
        await(evidence.baseTested(review.project(), tip, command, result.green()));
        return Optional.of(result.green());
    }

    private static boolean isUnwanted(TestResult result) {
        return result.exitCode().isEmpty() && !result.timedOut();
    }

    private static <T> T await(Uni<T> stored) {
        return stored.await().atMost(TIMEOUT);
    }
}
