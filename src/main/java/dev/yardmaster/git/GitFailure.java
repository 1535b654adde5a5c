package dev.yardmaster.git;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Explains in plain words why git failed: what is wrong, where, and what to do. */
public final class GitFailure {
    private static final int MAX_LINES = 3;

    private static final List<Known> KNOWN = List.of(
            known(
                    "(?i)no space left on device|disk quota exceeded|file too large",
                    ErrorCode.GIT_FAILED,
                    "git can't write in %s, because the disk is full. Free some space"),
            known(
                    "(?i)read-only file system",
                    ErrorCode.GIT_FAILED,
                    "git can't write in %s, because the file system is read-only. Mount it for writing"),
            known(
                    "dubious ownership",
                    ErrorCode.UNUSABLE_PATH,
                    "%s belongs to another user, so git refuses it. As the service's user, run:"
                            + " git config --global --add safe.directory %1$s"),
            known(
                    "\\.lock': File exists|index file open failed: File exists|Another git process seems to be running",
                    ErrorCode.CONFLICT,
                    "The repository of %s is locked by another git process. Wait until that process has ended. If no git runs,"
                            + " remove the lock file that git names: %2$s"),
            known(
                    "(?i)git-lfs.*(not found|no such file)|external filter 'git-lfs",
                    ErrorCode.GIT_FAILED,
                    "The repository of %s keeps files in Git LFS, but git-lfs can't be used. Install git-lfs for the service's user"),
            known("(?i)permission denied", ErrorCode.UNUSABLE_PATH, """
                            The service's user may not read or write in %s (git reports: %2$s). Give this user the permission"""),
            known(
                    "must be run in a work tree",
                    ErrorCode.UNUSABLE_PATH,
                    "%s is a bare repository without files. Use a clone that has a work tree"),
            known(
                    "(?i)not a git repository|not a working tree",
                    ErrorCode.UNUSABLE_PATH,
                    "%s is not a git work tree (git reports: %2$s). Run git init in it, or clone a repository into it"),
            known(
                    "already (checked out|used by worktree) at",
                    ErrorCode.CONFLICT,
                    "The branch is checked out in another work tree (git reports: %2$s). Check out another branch there"),
            known(
                    "cannot lock ref.* exists; cannot create",
                    ErrorCode.CONFLICT,
                    "The repository of %s has a branch whose name is in the way (git reports: %2$s). Rename that branch"),
            known(
                    "does not have any commits yet|ambiguous argument 'HEAD'|invalid reference: HEAD",
                    ErrorCode.CONFLICT,
                    "The repository of %s has no commit yet. Commit something in it"),
            known(
                    "(?i)shallow|promisor remote|bad object|missing (blob|tree|commit)|unable to read",
                    ErrorCode.GIT_FAILED,
                    "The repository of %s lacks some of its objects: it is shallow, partial or damaged (git reports: %2$s). Run"
                            + " git fsck in it, or git fetch --unshallow"),
            known(
                    "not a valid object name|unknown revision|invalid reference|not a commit",
                    ErrorCode.UNKNOWN_BRANCH,
                    "The repository of %s does not have this branch or commit (git reports: %2$s). Name an existing one"));

    private GitFailure() {}

    private record Known(Pattern stderr, ErrorCode code, String words) {}

    private static Known known(String stderr, ErrorCode code, String words) {
        return new Known(Pattern.compile(stderr), code, words);
    }

    /**
     * The failure of a command.
     *
     * @param directory where it ran
     * @param command git's command, such as {@code worktree}
     * @param stderr what it printed
     */
    public static YardmasterException of(Path directory, String command, String stderr) {
        String shortened = shortened(stderr);
        return KNOWN.stream()
                .filter(it -> it.stderr.matcher(stderr).find())
                .findFirst()
                .map(it -> new YardmasterException(it.code, it.words.formatted(directory, shortened) + "."))
                .orElseGet(() -> new YardmasterException(
                        ErrorCode.GIT_FAILED,
                        "git " + command + " failed in " + directory + ". It reports: " + shortened + "."));
    }

    static YardmasterException missing(Path directory) {
        return new YardmasterException(
                ErrorCode.UNUSABLE_PATH,
                "The directory " + directory
                        + " does not exist or can't be reached. Create it again, or correct its path.");
    }

    /** The lines with the reason, in one line. */
    private static String shortened(String stderr) {
        List<String> lines = stderr.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("hint:") && !line.startsWith("Preparing worktree"))
                .toList();
        return lines.isEmpty()
                ? "nothing"
                : lines.subList(0, Math.min(MAX_LINES, lines.size())).stream()
                        .map(line -> line.replaceFirst("^(fatal|error|warning): ", ""))
                        .collect(Collectors.joining("; "))
                        .replaceFirst("\\.$", "");
    }
}
