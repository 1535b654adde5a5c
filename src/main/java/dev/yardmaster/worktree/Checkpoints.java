package dev.yardmaster.worktree;

import dev.yardmaster.git.Git;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checkpoints of a task in its repository. Each is one commit and one reference to it, so that a crash leaves all of it or nothing. Blocks. */
final class Checkpoints {
    private static final String NONE = "0000000000000000000000000000000000000000";
    private static final String FORMAT =
            "%(refname:lstrip=3)%00%(objectname)%00%(tree)%00%(creatordate:unix)%00%(contents)%00";
    private static final int FIELDS = 5;
    private static final int ATTEMPTS = 5;
    private static final int MAX_REASON = 300;
    private static final Pattern NOTES =
            Pattern.compile("\\A.*?: (?<reason>.*)\n\nTask: .*\nSession: (?<session>.*)\nState: (?<state>.*)\\s*\\z");

    private final Checkout checkout;
    private final String prefix;
    private final UUID task;

    Checkpoints(Checkout checkout, UUID task) {
        this.checkout = checkout;
        this.task = task;
        this.prefix = prefix(task);
    }

    /** What the names of a task's checkpoints begin with. */
    static String prefix(UUID task) {
        return "refs/yardmaster/" + task + "/";
    }

    /**
     * A checkpoint that was wanted.
     *
     * @param checkpoint the new one, or the last one if nothing has changed since
     * @param problem which files it lacks; empty if it is complete
     */
    record Result(Checkpoint checkpoint, Optional<String> problem) {}

    private record Stored(Checkpoint checkpoint, String state) {}

    /** Makes the base of the worktree's branch checkpoint 0, unless there is one. */
    void start(String base) {
        if (stored().isEmpty()) {
            checkout.repository().run("update-ref", prefix + 0, base);
        }
    }

    /** All checkpoints, the oldest first. */
    List<Checkpoint> list() {
        return stored().stream().map(Stored::checkpoint).toList();
    }

    /** The checkpoint with a number; throws {@code not_found}. */
    Checkpoint get(int number) {
        return list().stream()
                .filter(it -> it.number() == number)
                .findFirst()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.NOT_FOUND,
                        "The task has no checkpoint " + number + ". GET /api/tasks/" + task
                                + "/worktree lists its checkpoints."));
    }

    /** The last checkpoint. */
    Optional<Checkpoint> last() {
        return list().stream().reduce((_, last) -> last);
    }

    /**
     * Makes a checkpoint, unless nothing has changed since the last one.
     *
     * @param scratch a directory for temporary files
     * @param keepAbandoned whether it also keeps the commits that only the reflog of the worktree reaches, because that will be removed
     */
    Result make(String reason, Optional<UUID> session, Path scratch, boolean keepAbandoned) {
        Snapshot snapshot = Snapshot.of(checkout, scratch);
        List<String> abandoned = keepAbandoned ? abandoned() : List.of();
        for (int attempt = 1; ; attempt++) {
            Optional<Stored> last = stored().stream().reduce((_, it) -> it);
            if (last.isPresent() && abandoned.isEmpty() && last.get().state().equals(snapshot.key())) {
                return new Result(last.get().checkpoint(), snapshot.problem());
            }
            int number = last.map(it -> it.checkpoint().number() + 1).orElse(1);
            String commit = commit(snapshot, abandoned, message(number, reason, session, snapshot));
            // Fails if another service has made this one meanwhile.
            if (checkout.git().succeeds("update-ref", prefix + number, commit, NONE)) {
                return new Result(get(number), snapshot.problem());
            }
            if (attempt == ATTEMPTS) {
                checkout.git().run("update-ref", prefix + number, commit, NONE);
            }
        }
    }

    private String commit(Snapshot snapshot, List<String> abandoned, String message) {
        Git git = checkout.git();
        List<String> parents = new ArrayList<>();
        snapshot.head().ifPresent(parents::add);
        Optional<String> headTree = snapshot.head().map(head -> git.run("rev-parse", head + "^{tree}"));
        snapshot.staged()
                .filter(staged -> !staged.equals(snapshot.tree()) && !headTree.equals(Optional.of(staged)))
                .map(staged -> commitTree(staged, parents, "What was staged"))
                .ifPresent(parents::add);
        parents.addAll(abandoned);
        return commitTree(snapshot.tree(), parents, message);
    }

    private String commitTree(String tree, List<String> parents, String message) {
        List<String> command = new ArrayList<>(List.of("commit-tree", tree, "-m", message));
        parents.forEach(parent -> command.addAll(List.of("-p", parent)));
        return checkout.git().run(command.toArray(String[]::new));
    }

    private String message(int number, String reason, Optional<UUID> session, Snapshot snapshot) {
        String line = reason.replaceAll("\\s+", " ").strip();
        return "Checkpoint " + number + ": " + line.substring(0, Math.min(MAX_REASON, line.length())) + "\n\nTask: "
                + task + "\nSession: " + session.map(UUID::toString).orElse("-") + "\nState: " + snapshot.key();
    }

    /** Commits that were checked out in the worktree once, and that no branch, tag or checkpoint reaches. */
    private List<String> abandoned() {
        Git git = checkout.git();
        List<String> visited = lines(git.find("rev-list", "--walk-reflogs", "--max-count=1000", "HEAD"));
        if (visited.isEmpty()) {
            return List.of();
        }
        List<String> command = new ArrayList<>(List.of("rev-list"));
        command.addAll(visited);
        command.addAll(List.of("--not", "HEAD", "--branches", "--tags", "--remotes", "--glob=refs/yardmaster"));
        List<String> unreached = lines(git.find(command.toArray(String[]::new)));
        List<String> lost =
                visited.stream().distinct().filter(unreached::contains).toList();
        if (lost.size() < 2) {
            return lost;
        }
        List<String> independent = new ArrayList<>(List.of("merge-base", "--independent"));
        independent.addAll(lost);
        return lines(git.find(independent.toArray(String[]::new)));
    }

    private static List<String> lines(Optional<String> output) {
        return output.stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
    }

    private List<Stored> stored() {
        String[] fields = checkout.repository()
                .run("for-each-ref", "--format=" + FORMAT, prefix)
                .split("\0", -1);
        List<Stored> all = new ArrayList<>();
        for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
            all.add(stored(
                    Integer.parseInt(fields[i].strip()), fields[i + 1], fields[i + 2], fields[i + 3], fields[i + 4]));
        }
        all.sort(Comparator.comparingInt(it -> it.checkpoint().number()));
        return all;
    }

    private static Stored stored(int number, String commit, String tree, String time, String message) {
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        Matcher notes = NOTES.matcher(message);
        if (number == 0 || !notes.find()) {
            var base = new Checkpoint(
                    number, commit, Optional.of(commit), "The base of the branch.", Optional.empty(), at);
            return new Stored(base, tree + " " + commit + " " + tree);
        }
        String state = notes.group("state").strip();
        return new Stored(
                new Checkpoint(
                        number,
                        commit,
                        Optional.of(state.split(" ")[1]).filter(it -> !it.equals("-")),
                        notes.group("reason"),
                        Optional.of(notes.group("session"))
                                .filter(it -> !it.equals("-"))
                                .map(UUID::fromString),
                        at),
                state);
    }
}
