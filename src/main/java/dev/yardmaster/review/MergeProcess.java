package dev.yardmaster.review;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.id.InstallationId;
import dev.yardmaster.merge.BaseBranch;
import dev.yardmaster.merge.Merging;
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

    private final QueueRepository repository;
    private final StateRepository states;
    private final StewardRepository stewards;
    private final EvidenceRepository evidence;
    private final Worktrees worktrees;
    private final Executables executables;
    private final ReviewConfig config;
    private final Duration gitLimit;
    private final Path tests;
    private final Map<String, String> environment;

    MergeProcess(
            QueueRepository repository,
            StateRepository states,
            StewardRepository stewards,
            EvidenceRepository evidence,
            Worktrees worktrees,
            Executables executables,
            ReviewConfig config,
            WorktreeConfig worktreeConfig,
            @ConfigProperty(name = "yardmaster.home") Path home) {
        this.repository = repository;
        this.states = states;
        this.stewards = stewards;
        this.evidence = evidence;
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
            await(states.unchanged(review.id()));
            return;
        }
        ReviewState next = ReviewRules.afterInspection(review.mode(), review.personWanted());
        LOG.infof("review=%s task=%s state=%s", review.id(), review.task(), next.value());
        switch (next) {
            case APPROVED -> approved(review, changes.get());
            case WITHDRAWN -> await(states.withdrawn(review.id(), ReviewRules.NO_MERGES));
            default -> await(states.seen(review.id(), next, changes.get()));
        }
    }

    /** Work that needs no person: a steward judges it first, if there is one. */
    private void approved(QueuedReview review, Inspection changes) {
        Optional<Steward> steward = Steward.choose(
                await(stewards.stewards(review.project())), review.reviewBy(), review.provider(), this::providerOf);
        await(
                steward.isPresent()
                        ? stewards.judgedBy(review, changes, steward.get())
                        : states.seen(review.id(), ReviewState.APPROVED, changes));
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
                review.baseBranch(),
                // What was approved, whatever the directory has by now.
                review.head().orElse(found.commit()),
                review.author(),
                review.title(),
                review.result(),
                review.earlier());
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
        if (review.state() == ReviewState.APPROVED && isNotMerged(review)) {
            return;
        }
        Optional<Work> work = work(review);
        if (work.isEmpty()) {
            await(states.unchanged(review.id()));
        } else if (await(states.merging(review.id(), Optional.empty()))) {
            BooleanSupplier wanted = () -> allowed.getAsBoolean() && isWanted(review);
            new MergeAttempt(review, work.get(), states, test(review, work.get(), wanted), config, gitLimit)
                    .run(allowed, () -> isNotMerged(review));
        }
    }

    /** Whether the project, which has changed since, does not let the service merge the work. */
    private boolean isNotMerged(QueuedReview review) {
        return switch (ReviewRules.beforeMerge(review.mode(), review.approvedByService())) {
            case WITHDRAWN -> {
                await(states.withdrawn(review.id(), ReviewRules.NO_MERGES));
                yield true;
            }
            case WAITING -> {
                await(states.waiting(review.id()));
                yield true;
            }
            default -> false;
        };
    }

    private WorkTest test(QueuedReview review, Work work, BooleanSupplier wanted) {
        var run = new TestRun(work.repository(), tests.resolve(review.id().toString()), environment, gitLimit);
        return new WorkTest(review, evidence, run, config.testTimeout(), wanted);
    }

    /** Whether the work is not withdrawn and the project still merges it in the same way. */
    private boolean isWanted(QueuedReview review) {
        return await(repository.find(review.id()))
                .filter(it -> it.state() == ReviewState.MERGING && it.mode() == review.mode())
                .isPresent();
    }

    private static <T> T await(Uni<T> stored) {
        return stored.await().atMost(TIMEOUT);
    }

    /** Stores why work can't be looked at or merged now. */
    void failed(UUID review, RuntimeException failure) {
        if (failure instanceof YardmasterException known && known.code() == ErrorCode.SHUTTING_DOWN) {
            return;
        }
        LOG.warnf(failure, "review=%s state=not_merged", review);
        await(states.problem(
                review,
                failure instanceof YardmasterException known ? known.detail() : "It can't be merged: " + failure + ".",
                config.retryDelay()));
    }
}
