package dev.yardmaster.merge;

import dev.yardmaster.testkit.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A repository with the base branch {@code main}, which is checked out in it, and the work of agents on branches of their own. */
final class MergeFixture {
    static final Duration LIMIT = Duration.ofSeconds(60);

    final TestRepository project;
    private final Path directory;

    MergeFixture(Path directory) {
        this.directory = directory;
        this.project = TestRepository.create(directory.resolve("project"));
    }

    /** The work of an agent that has written one file, on a branch from the present base. */
    Work work(String file, String text) {
        return work("Write " + file, "Done.", file, text);
    }

    Work work(String title, String result, String file, String text) {
        UUID task = UUID.randomUUID();
        TestRepository worktree = project.at(directory.resolve("worktree-" + task));
        project.git(
                "worktree",
                "add",
                "--quiet",
                "-b",
                "task-" + task,
                worktree.path().toString(),
                "main");
        worktree.write(file, text);
        String commit = worktree.commitAll("agent's own message");
        project.git("worktree", "remove", "--force", worktree.path().toString());
        return new Work(UUID.randomUUID(), task, project.path(), "main", commit, "tim", title, result);
    }

    BaseBranch base() {
        return new BaseBranch(project.path(), "main", LIMIT);
    }

    static Merging merging(Work work) {
        return new Merging(work, LIMIT);
    }

    /** The squash commit of work that fits. */
    String squash(Work work) {
        String base = base().tip();
        return merging(work).squash(base, ((Combination.Clean) merging(work).combine(base)).tree(), Optional.empty());
    }

    TestRun test() {
        return new TestRun(
                project.path(),
                directory.resolve("home/reviews/one"),
                Map.of("PATH", System.getenv("PATH"), "HOME", directory.toString()),
                LIMIT);
    }

    /** Commits a file to the base branch as a person does who works elsewhere. */
    String commitToBase(String file, String text) {
        TestRepository other = project.at(directory.resolve("other-" + UUID.randomUUID()));
        project.git("worktree", "add", "--quiet", "--detach", other.path().toString(), "main");
        other.write(file, text);
        String commit = other.commitAll("by hand");
        project.git("worktree", "remove", "--force", other.path().toString());
        project.git("update-ref", "refs/heads/main", commit);
        return commit;
    }
}
