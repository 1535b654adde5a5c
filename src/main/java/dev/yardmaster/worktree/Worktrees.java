package dev.yardmaster.worktree;

import dev.yardmaster.id.InstallationId;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The worktrees of tasks: claimed with the first session of a task, made before its CLI starts, and kept for all its later sessions. */
@Singleton
public class Worktrees {
    private static final Logger LOG = Logger.getLogger(Worktrees.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final WorktreeRepository repository;
    private final WorktreeFiles files;
    private final Path root;
    private final UUID instance;
    private final WorkplaceSetup setup;
    private final Stripes tasks = new Stripes();
    /** In which worktrees running sessions work; empty for those without one. So the end of a session does not need the database. */
    private final Map<UUID, Optional<Place>> places = new ConcurrentHashMap<>();

    @Inject
    Worktrees(
            WorktreeRepository repository, WorktreeConfig config, @ConfigProperty(name = "yardmaster.home") Path home) {
        Path absolute = home.toAbsolutePath();
        this.repository = repository;
        this.files = new WorktreeFiles(config.gitTimeout(), absolute.resolve("scratch"));
        this.root = absolute.resolve("worktrees");
        this.instance = InstallationId.of(home);
        this.setup = new WorkplaceSetup(repository, config);
    }

    WorktreeFiles files() {
        return files;
    }

    UUID instance() {
        return instance;
    }

    WorkplaceSetup setup() {
        return setup;
    }

    /** Runs work on the directory of a task while no other work on it runs. Blocks. */
    <T> T locked(UUID task, Supplier<T> work) {
        return tasks.locked(task, work);
    }

    /**
     * The directory of a task's worktree: the one that it has, or that of a new one, which is only stored here. Part of the transaction that
     * stores the session.
     *
     * @param project the project that the session works on; fails with {@code unusable_path} if the worktree belongs to another one
     * @param continues whether the session continues an earlier one: without a worktree, it stays in the directory of that one
     */
    public Uni<Optional<Path>> claim(SqlClient transaction, UUID task, Optional<Project> project, boolean continues) {
        return repository.lock(transaction, task).chain(found -> {
            if (found.isPresent()) {
                requireSame(found.get(), project);
                return Uni.createFrom().item(found.map(it -> it.place().path()));
            }
            return continues
                    ? Uni.createFrom().item(Optional.<Path>empty())
                    : project.filter(Project::worktrees)
                            .map(it -> insert(transaction, task, it))
                            .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
        });
    }

    /** A worktree stays in the repository in which it was made. */
    private static void requireSame(Worktree worktree, Optional<Project> project) {
        project.filter(it -> !it.id().equals(worktree.project())).ifPresent(it -> {
            throw new YardmasterException(
                    ErrorCode.UNUSABLE_PATH,
                    "The task has a worktree of another project than '" + it.name()
                            + "'. Give the task the project with the id " + worktree.project()
                            + ", or add a new task for this project.");
        });
    }

    private Uni<Optional<Path>> insert(SqlClient transaction, UUID task, Project project) {
        return repository.title(transaction, task).chain(title -> {
            Place place = new Place(
                    task,
                    Path.of(project.path()),
                    path(project.name(), task),
                    WorktreeName.branch(task, title.orElse("")));
            return repository
                    .insert(transaction, project.id(), instance, place, project.baseBranch())
                    .replaceWith(Optional.of(place.path()));
        });
    }

    private Path path(String project, UUID task) {
        return root.resolve(project).resolve(WorktreeName.shortId(task));
    }

    /**
     * Makes the worktree of a task, if it has one, so that a session can work in it. Blocks.
     *
     * @param planned the directory that {@link #claim} has named, or another one for a task without a worktree
     * @return where the session works: the worktree, or the work tree of a project without a commit
     * @throws YardmasterException that says why there can't be a worktree
     */
    public Workplace prepare(UUID task, Path planned, Optional<Project> project) {
        Prepared prepared = locked(task, () -> {
            Optional<Worktree> found = repository.find(task).await().atMost(TIMEOUT);
            Optional<Ready> ready = found.flatMap(it -> prepare(it, project));
            places.put(task, ready.map(Ready::place));
            return new Prepared(ready, found.map(it -> it.place().repository()));
        });
        // Without the lock: other tasks share it, and a set-up command can take minutes. The session keeps the
        // directory.
        return prepared.ready()
                .map(it -> setup.workplace(it.place(), it.setUp(), project))
                .orElseGet(() -> Workplace.without(prepared.repository().orElse(planned)));
    }

    /** What a task has: a directory that is ready, or the repository of a project without a commit. */
    private record Prepared(Optional<Ready> ready, Optional<Path> repository) {}

    /**
     * A worktree whose directory exists.
     *
     * @param setUp whether the project's set-up command has succeeded in it
     */
    private record Ready(Place place, boolean setUp) {}

    /** Empty for a project without a commit. */
    private Optional<Ready> prepare(Worktree worktree, Optional<Project> project) {
        if (worktree.state() == WorktreeState.REMOVING && !worktree.instance().equals(instance)) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "Another service is removing the worktree " + worktree.path()
                            + " of the task. Try again in a minute.");
        }
        Place place = here(moved(worktree.place(), project), worktree, project);
        if (worktree.state() != WorktreeState.CREATING) {
            boolean kept = files.require(place, worktree.base());
            return present(place, worktree.base(), kept);
        }
        Optional<String> base = files.create(place, worktree.baseBranch());
        if (base.isEmpty()) {
            // The first task of a new project may be to write what is committed first.
            LOG.infof(
                    "task=%s state=no_worktree reason=the repository %s has no commit",
                    worktree.task(), place.repository());
            repository.delete(worktree.task()).await().atMost(TIMEOUT);
            return Optional.empty();
        }
        return present(place, base, false);
    }

    private Optional<Ready> present(Place place, Optional<String> base, boolean kept) {
        boolean setUp = repository.present(place, instance, base, kept).await().atMost(TIMEOUT);
        return Optional.of(new Ready(place, setUp));
    }

    /** The place after the project's own work tree was moved. */
    private static Place moved(Place place, Optional<Project> project) {
        return Files.isDirectory(place.repository())
                ? place
                : project.map(it -> new Place(place.task(), Path.of(it.path()), place.path(), place.branch()))
                        .orElse(place);
    }

    /** The place in this home, if the worktree was in the home of another installation and can't be reached from here. */
    private Place here(Place place, Worktree worktree, Optional<Project> project) {
        boolean reachable = worktree.instance().equals(instance) || Files.isDirectory(place.path());
        return reachable || project.isEmpty()
                ? place
                : new Place(place.task(), place.repository(), path(project.get().name(), place.task()), place.branch());
    }

    /**
     * Makes a checkpoint of the worktree in which a session of a task has worked, if it has one that has changed. Blocks, and never throws.
     *
     * @param reason why, such as the end of the session
     * @return a sentence that says what the checkpoint lacks, or why there is none
     */
    public Optional<String> checkpoint(UUID task, UUID session, String reason) {
        try {
            return locked(
                            task,
                            () -> worked(task).flatMap(place -> files.checkpoint(place, Optional.of(session), reason)))
                    .flatMap(result -> {
                        store(task, result);
                        return result.problem()
                                .map(problem -> "The checkpoint of the worktree is incomplete. " + problem);
                    });
        } catch (Throwable e) {
            // Also an error, such as a thread that can't be created: the session must end nevertheless.
            LOG.errorf(e, "session=%s task=%s state=no_checkpoint", session, task);
            return missing(task, why(e));
        } finally {
            places.remove(task);
        }
    }

    /**
     * What a task has done, after a checkpoint of what its worktree has now. Blocks. Only while no session of the task runs.
     *
     * @return empty if the task has no worktree, or no session has worked in it
     * @throws YardmasterException if there can't be a complete checkpoint, or the repository can't be read
     */
    public Optional<TaskWork> work(UUID task) {
        return locked(
                task,
                () -> repository
                        .find(task)
                        .await()
                        .atMost(TIMEOUT)
                        .filter(it -> it.state() != WorktreeState.CREATING)
                        .flatMap(this::work));
    }

    private Optional<TaskWork> work(Worktree worktree) {
        Optional<Checkpoints.Result> made =
                files.checkpoint(worktree.place(), Optional.empty(), "The work is reviewed.");
        made.ifPresent(it -> store(worktree.task(), it));
        made.flatMap(Checkpoints.Result::problem).ifPresent(problem -> {
            throw new YardmasterException(ErrorCode.CONFLICT, "The work can't be read completely. " + problem);
        });
        Checkpoint last = made.map(Checkpoints.Result::checkpoint)
                .or(() -> files.checkpoints(worktree.place()).stream().reduce((_, it) -> it))
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.CONFLICT,
                        "The work is gone: there is neither the directory " + worktree.path()
                                + " nor a checkpoint of the task in "
                                + worktree.place().repository()
                                + ". Bring one of them back, or reopen or cancel the task."));
        return Optional.of(new TaskWork(worktree.place().repository(), worktree.baseBranch(), last.commit()));
    }

    /** The worktree in which the last session of a task has worked. After a restart only the database knows it. */
    private Optional<Place> worked(UUID task) {
        Optional<Place> known = places.get(task);
        return known != null
                ? known
                : repository
                        .find(task)
                        .await()
                        .atMost(TIMEOUT)
                        .filter(it -> it.state() != WorktreeState.CREATING)
                        .map(Worktree::place);
    }

    private Optional<String> missing(UUID task, String why) {
        String problem = "The worktree has no checkpoint of the end of the session. " + why;
        storeProblem(task, problem);
        return Optional.of(problem);
    }

    /** What to say about a failure. */
    static String why(Throwable failure) {
        return switch (failure) {
            case YardmasterException known -> known.detail();
            case UncheckedIOException io -> "A file can't be read or written: " + io.getCause() + ".";
            default -> "See the service log.";
        };
    }

    private void store(UUID task, Checkpoints.Result result) {
        try {
            repository
                    .checkpoint(task, result.checkpoint(), result.problem())
                    .await()
                    .atMost(TIMEOUT);
        } catch (RuntimeException e) {
            // The repository has the checkpoint; the next one brings the row up to date.
            LOG.warnf("task=%s state=checkpoint_not_stored reason=%s", task, e);
        }
    }

    private void storeProblem(UUID task, String problem) {
        try {
            repository.problem(task, problem).await().atMost(TIMEOUT);
        } catch (RuntimeException e) {
            LOG.warnf("task=%s state=problem_not_stored reason=%s", task, e);
        }
    }
}
