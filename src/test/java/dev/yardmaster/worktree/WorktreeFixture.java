package dev.yardmaster.worktree;

import dev.yardmaster.testkit.TestRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A repository, and a worktree of a task in it. */
final class WorktreeFixture {
    final UUID task = UUID.randomUUID();
    final UUID session = UUID.randomUUID();
    final TestRepository project;
    final Place place;
    final WorktreeFiles files;
    /** The worktree, as an agent uses it. */
    final TestRepository worktree;

    WorktreeFixture(Path directory) {
        this.project = TestRepository.create(directory.resolve("project"));
        this.files = new WorktreeFiles(Duration.ofSeconds(60), directory.resolve("home/scratch"));
        this.place = new Place(
                task,
                project.path(),
                directory.resolve("home/worktrees/project").resolve(WorktreeName.shortId(task)),
                WorktreeName.branch(task, "Fix it"));
        this.worktree = project.at(place.path());
    }

    String create() {
        return files.create(place, "main").orElseThrow();
    }

    Checkpoints.Result checkpoint(String reason) {
        return files.checkpoint(place, Optional.of(session), reason).orElseThrow();
    }

    Checkpoints checkpoints() {
        return new Checkpoints(files.checkout(place), task);
    }

    /** A file of a checkpoint. */
    String file(Checkpoint checkpoint, String name) {
        return project.git("show", checkpoint.commit() + ":" + name);
    }

    /** The names of all files of a checkpoint. */
    String names(Checkpoint checkpoint) {
        return project.git("ls-tree", "-r", "--name-only", checkpoint.commit());
    }
}
