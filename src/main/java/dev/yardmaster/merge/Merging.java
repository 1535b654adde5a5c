package dev.yardmaster.merge;

import dev.yardmaster.git.Git;
import dev.yardmaster.git.GitFailure;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner.Output;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The merge of one piece of work, in the objects of the repository only: no work tree, no index and no reference changes. All methods block and
 * throw a {@link YardmasterException} that says what is wrong. For one thread.
 */
public final class Merging {
    private static final int CLEAN = 0;
    private static final int CONFLICTS = 1;
    private static final int MOST_MESSAGES = 50;
    private static final int MOST_CANDIDATES = 100;

    private final Work work;
    private final Git git;

    /** @param limit the longest time of one git command */
    public Merging(Work work, Duration limit) {
        this.work = work;
        this.git = Git.in(work.repository()).within(limit);
    }

    /**
     * The commit from which work and a commit of the base branch part; empty if they have nothing in common. If a part of the work was merged
     * before, this is the commit that had the part: the base branch has its changes, but as another commit.
     */
    public Optional<String> fork(String base) {
        return mergedBefore(base)
                .or(() -> git.find("merge-base", base, work.commit()).filter(it -> !it.isEmpty()));
    }

    /** Empty if git sees by itself that the base branch has the earlier work, because the agent has merged the base branch since. */
    private Optional<String> mergedBefore(String base) {
        return work.earlier()
                .filter(it -> isAncestor(it.commit(), base) && !isAncestor(it.commit(), work.commit()))
                .map(Work.Earlier::head)
                .flatMap(git::commit);
    }

    private boolean isAncestor(String commit, String of) {
        return git.succeeds("merge-base", "--is-ancestor", commit, of);
    }

    /** Whether the work has other files than the commit from which it parted. */
    public boolean changesAnything(String fork) {
        return !git.run("rev-parse", fork + "^{tree}").equals(git.run("rev-parse", work.commit() + "^{tree}"));
    }

    /** How much work has changed. */
    public record Size(int files, int insertions, int deletions) {}

    /** How much the work has changed since the commit from which it parted. */
    public Size size(String fork) {
        String text = git.run("diff", "--shortstat", "--no-ext-diff", "--no-textconv", fork, work.commit());
        return new Size(number(text, "file"), number(text, "insertion"), number(text, "deletion"));
    }

    private static int number(String text, String of) {
        Matcher found = Pattern.compile("(\\d{1,9}) " + of).matcher(text);
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** Puts a commit of the base branch and the work together. */
    public Combination combine(String base) {
        if (fork(base).isEmpty()) {
            return new Combination.Conflicting(
                    List.of(), List.of("The branch has no commit in common with " + work.baseBranch() + "."));
        }
        Output output =
                mergedBefore(base).map(it -> mergeFrom(it, base)).orElseGet(() -> mergeTree(base, work.commit()));
        return switch (output.exit().code()) {
            case CLEAN -> clean(base, output.stdout().split("\0", 2)[0].strip());
            case CONFLICTS -> conflicting(output.stdout());
            default -> throw failure(output.exit().stderr());
        };
    }

    private Output mergeTree(String ours, String theirs) {
        return git.output("merge-tree", "--write-tree", "-z", "--name-only", ours, theirs);
    }

    /** A merge from another commit than the one that git would find: of commits that have the same files, and this one as their parent. */
    private Output mergeFrom(String start, String base) {
        String parent = commitTree(start);
        return mergeTree(commitTree(base, "-p", parent), commitTree(work.commit(), "-p", parent));
    }

    private String commitTree(String commit, String... parents) {
        List<String> command =
                new ArrayList<>(List.of("commit-tree", commit + "^{tree}", "-m", "The files of " + commit));
        command.addAll(List.of(parents));
        return git.run(command.toArray(String[]::new));
    }

    private Combination clean(String base, String tree) {
        return tree.equals(git.run("rev-parse", base + "^{tree}"))
                ? new Combination.Nothing()
                : new Combination.Clean(tree);
    }

    /** Reads the tree, the files, an empty field, and for each message: a count of paths, the paths, a kind and the message. */
    private static Combination conflicting(String stdout) {
        List<String> fields = Arrays.asList(stdout.split("\0", -1));
        int end = fields.indexOf("");
        List<String> files =
                fields.subList(1, Math.max(1, end)).stream().distinct().toList();
        List<String> messages = new ArrayList<>();
        for (int at = end + 1; end > 0 && at < fields.size() && messages.size() < MOST_MESSAGES; ) {
            if (!fields.get(at).strip().matches("\\d{1,6}")) {
                break;
            }
            int message = at + Integer.parseInt(fields.get(at).strip()) + 2;
            if (message >= fields.size()) {
                break;
            }
            if (fields.get(message).contains("CONFLICT")) {
                messages.add(fields.get(message).strip());
            }
            at = message + 1;
        }
        return new Combination.Conflicting(files, messages);
    }

    private YardmasterException failure(String stderr) {
        return stderr.contains("usage: git merge-tree")
                ? new YardmasterException(
                        ErrorCode.GIT_UNAVAILABLE,
                        "The service's git is too old to merge. Install git 2.38 or newer, or set the project's merge to none.")
                : GitFailure.of(work.repository(), "merge-tree", stderr);
    }

    /**
     * The squash commit with a tree on top of a commit of the base branch.
     *
     * @param earlier a squash commit that was made before, for example before a restart; it is used again if it is the same work
     */
    public String squash(String base, String tree, Optional<String> earlier) {
        return earlier.filter(it -> isSquash(it, base, tree))
                .orElseGet(() -> git.writtenBy(work.author(), work.author() + "@yardmaster.invalid")
                        .run("commit-tree", tree, "-p", base, "-m", CommitMessage.of(work)));
    }

    private boolean isSquash(String commit, String base, String tree) {
        return git.find("rev-parse", "--end-of-options", commit + "^{tree}", commit + "^@")
                .filter(it -> it.lines()
                        .filter(line -> !line.startsWith("-"))
                        .toList()
                        .equals(List.of(tree, base)))
                .isPresent();
    }

    /** The commit in the history of the base branch that has merged this work; empty if it is not merged. */
    public Optional<String> merged(String base) {
        List<String> command = new ArrayList<>(List.of(
                "log",
                "--max-count=" + MOST_CANDIDATES,
                "--no-show-signature",
                "--fixed-strings",
                "--grep=" + CommitMessage.REVIEW + ": " + work.review(),
                // Texts of agents can have the same line, but not as a trailer.
                "--format=%H %(trailers:key=" + CommitMessage.REVIEW + ",valueonly,separator=%x20)",
                base));
        fork(base).ifPresent(it -> command.add("^" + it));
        return git.find(command.toArray(String[]::new)).stream()
                .flatMap(String::lines)
                .filter(line -> line.endsWith(" " + work.review()))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst();
    }
}
