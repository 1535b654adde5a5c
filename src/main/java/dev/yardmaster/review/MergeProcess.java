package dev.yardmaster.review;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.id.InstallationId;
import dev.yardmaster.merge.BaseBranch;
import dev.yardmaster.merge.BaseBranch.Step;
import dev.yardmaster.merge.Combination;
import dev.yardmaster.merge.Merging;
import dev.yardmaster.merge.TestResult;
import dev.yardmaster.merge.TestRun;
import dev.yardmaster.merge.Work;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.worktree.TaskWork;
import dev.yardmaster.worktree.WorktreeConfig;
import dev.yardmaster.worktree.Worktrees;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Looks at finished work, and merges it: squash commit, test, step of the base branch. Each step is stored before the next one, and the step of the
 * base branch names the review, so a crash anywhere loses nothing and merges nothing twice. All methods block. Stateless.
 */
@Singleton
class MergeProcess {
    private static final Logger LOG = Logger.getLogger(MergeProcess.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How often the base branch may move during one attempt. */
    private static final int MOST_MOVES = 20;

    private final QueueRepository repository;
    private final Worktrees worktrees;
    private final Executables executables;
    private final ReviewConfig config;
    private final Duration gitLimit;
    private final Path tests;
    private final Map<String, String> environment;

    MergeProcess(
            QueueRepository repository,
            Worktrees worktrees,
            Executables executables,
            ReviewConfig config,
            WorktreeConfig worktreeConfig,
            @ConfigProperty(name = "yardmaster.home") Path home) {
        this.repository = repository;
        this.worktrees = worktrees;
        this.executables = executables;
        this.config = config;
        this.gitLimit = worktreeConfig.gitTimeout();
        this.tests = home.toAbsolutePath().resolve("reviews");
        this.environment = ChildEnvironment.from(System.getenv())
                .passing(config.environment())
                // By which the next start finds a test that a killed service has left behind.
                .with(Map.of("YARDMASTER_INSTANCE", InstallationId.of(home).toString()))
                .toMap();
    }

    /** Looks at what work has changed. */
    void inspect(QueuedReview review) {
        Optional<Work> work = work(review);
        Optional<Inspection> changes = work.flatMap(this::changes);
        if (changes.isEmpty()) {
            LOG.infof("review=%s task=%s state=unchanged", review.id(), review.task());
            await(repository.unchanged(review.id()));
            return;
        }
        ReviewState next = ReviewRules.afterInspection(review.mode(), review.personWanted());
        LOG.infof("review=%s task=%s state=%s", review.id(), review.task(), next.value());
        switch (next) {
            case APPROVED -> approved(review, changes.get());
            case WITHDRAWN -> await(repository.withdrawn(review.id()));
            default -> await(repository.seen(review.id(), next, changes.get()));
        }
    }

    /** Work that needs no person: a steward judges it first, if there is one. */
    private void approved(QueuedReview review, Inspection changes) {
        Optional<Steward> steward = Steward.choose(
                await(repository.stewards(review.project())), review.reviewBy(), review.provider(), this::providerOf);
        await(
                steward.isPresent()
                        ? repository.judgedBy(review, changes, steward.get())
                        : repository.seen(review.id(), ReviewState.APPROVED, changes));
    }

    private Optional<String> providerOf(String executable) {
        return executables.find(executable).map(it -> it.provider().value());
    }

    private Optional<Work> work(QueuedReview review) {
        return worktrees.work(review.task()).map(found -> work(review, found));
    }

    private static Work work(QueuedReview review, TaskWork found) {
        return new Work(
                review.id(),
                review.task(),
                found.repository(),
                found.baseBranch(),
                found.commit(),
                review.author(),
                review.title(),
                review.result());
    }

    /** Empty if the work has changed nothing since it parted from the base branch. */
    private Optional<Inspection> changes(Work work) {
        var merging = new Merging(work, gitLimit);
        String base = base(work).tip();
        String fork = merging.fork(base).orElse(base);
        if (!merging.changesAnything(fork)) {
            return Optional.empty();
        }
        Merging.Size size = merging.size(fork);
        return Optional.of(new Inspection(
                work.baseBranch(), fork, work.commit(), size.files(), size.insertions(), size.deletions()));
    }

    private BaseBranch base(Work work) {
        return new BaseBranch(work.repository(), work.baseBranch(), gitLimit);
    }

    /**
     * Merges work whose turn it is.
     *
     * @param allowed whether this service may still merge into the base branch
     */
    void merge(QueuedReview review, BooleanSupplier allowed) {
        Optional<Work> work = work(review);
        if (work.isEmpty()) {
            await(repository.unchanged(review.id()));
        } else if (await(repository.merging(review.id(), Optional.empty()))) {
            new Attempt(review, work.get(), allowed).run();
        }
    }

    private static <T> T await(Uni<T> stored) {
        return stored.await().atMost(TIMEOUT);
    }

    /** One attempt to merge one piece of work. */
    private final class Attempt {
        private final QueuedReview review;
        private final Work work;
        private final Merging merging;
        private final BaseBranch base;
        private final BooleanSupplier allowed;
        private Optional<String> earlier;

        Attempt(QueuedReview review, Work work, BooleanSupplier allowed) {
            this.review = review;
            this.work = work;
            this.merging = new Merging(work, gitLimit);
            this.base = base(work);
            this.allowed = allowed;
            this.earlier = review.commit();
        }

        void run() {
            for (int moves = 0; moves < MOST_MOVES; moves++) {
                if (mergeInto(base.tip())) {
                    return;
                }
                LOG.infof("review=%s task=%s state=base_moved", review.id(), review.task());
            }
            problem("The branch " + work.baseBranch() + " moves faster than the work can be tested.");
        }

        /** Whether the attempt is over; false if the base branch has moved meanwhile. */
        private boolean mergeInto(String tip) {
            Optional<String> merged = merging.merged(tip);
            if (merged.isPresent()) {
                return done(merged.get());
            }
            return switch (merging.combine(tip)) {
                case Combination.Nothing() -> {
                    await(repository.unchanged(review.id()));
                    yield true;
                }
                case Combination.Conflicting conflict ->
                    back(
                            ReviewRules.conflict(work.baseBranch(), conflict),
                            ReviewRules.conflictNote(work.baseBranch(), conflict));
                case Combination.Clean(String tree) -> mergeInto(tip, merging.squash(tip, tree, earlier));
            };
        }

        private boolean mergeInto(String tip, String commit) {
            earlier = Optional.of(commit);
            Optional<String> obstacle = base.obstacle(earlier);
            if (obstacle.isPresent()) {
                return problem(obstacle.get());
            }
            // Stored first: after a crash the same commit is used, and its evidence counts.
            if (!await(repository.merging(review.id(), earlier)) || !isTested(commit)) {
                return true;
            }
            // A person may have withdrawn it during the test.
            if (!allowed.getAsBoolean() || !await(repository.merging(review.id(), earlier))) {
                return true;
            }
            return switch (base.step(tip, commit)) {
                case Step.Done() -> done(commit);
                case Step.Moved() -> false;
                case Step.Waiting(String reason) -> problem(reason);
            };
        }

        /** Whether the test of a commit has succeeded; otherwise the attempt is over. */
        private boolean isTested(String commit) {
            if (review.test().isEmpty()) {
                return true;
            }
            String command = review.test().get().command();
            if (await(repository.isGreen(review.id(), commit, command))) {
                return true;
            }
            Duration limit = review.test().get().timeout().orElse(config.testTimeout());
            TestResult result = test().run(commit, command, limit, this::isWanted);
            if (result.exitCode().isEmpty() && !result.timedOut()) {
                return false;
            }
            await(repository.tested(review.id(), commit, command, result));
            if (!result.green()) {
                back(ReviewRules.red(result, limit), ReviewRules.redNote(work.baseBranch(), command, result, limit));
            }
            return result.green();
        }

        private TestRun test() {
            return new TestRun(work.repository(), tests.resolve(review.id().toString()), environment, gitLimit);
        }

        private boolean isWanted() {
            return allowed.getAsBoolean()
                    && await(repository.find(review.id()))
                            .filter(it -> it.state() == ReviewState.MERGING)
                            .isPresent();
        }

        private boolean done(String commit) {
            LOG.infof("review=%s task=%s state=merged commit=%s", review.id(), review.task(), commit);
            await(repository.merged(review.id(), commit, "Merged into " + work.baseBranch() + " as " + commit + "."));
            return true;
        }

        private boolean back(String reason, String note) {
            LOG.infof("review=%s task=%s state=rejected reason=\"%s\"", review.id(), review.task(), reason);
            await(repository.rejected(
                    review.id(), Rejection.byService(reason, note, review.returns(), config.maxReturns())));
            return true;
        }

        private boolean problem(String problem) {
            LOG.infof("review=%s task=%s state=not_merged reason=\"%s\"", review.id(), review.task(), problem);
            await(repository.problem(review.id(), problem, config.retryDelay()));
            return true;
        }
    }

    /** Stores why work can't be looked at or merged now. */
    void failed(UUID review, RuntimeException failure) {
        if (failure instanceof YardmasterException known && known.code() == ErrorCode.SHUTTING_DOWN) {
            return;
        }
        LOG.warnf(failure, "review=%s state=not_merged", review);
        await(repository.problem(
                review,
                failure instanceof YardmasterException known ? known.detail() : "It can't be merged: " + failure + ".",
                config.retryDelay()));
    }
}
