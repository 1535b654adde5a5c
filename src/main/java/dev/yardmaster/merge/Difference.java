package dev.yardmaster.merge;

import dev.yardmaster.git.Git;
import dev.yardmaster.git.GitFailure;
import dev.yardmaster.process.CommandRunner.Output;
import java.nio.file.Path;
import java.time.Duration;

/** Shows what commits change, as git does, up to a million characters. All methods block. */
public final class Difference {
    private static final int LONGEST = 1_000_000;

    private final Path repository;
    private final Git git;

    /** @param limit the longest time of one git command */
    public Difference(Path repository, Duration limit) {
        this.repository = repository;
        this.git = Git.in(repository).within(limit);
    }

    /** What one commit has changed. */
    public String ofCommit(String commit) {
        return between(commit + "^", commit);
    }

    /** What has changed from one commit to another; cut after a million characters, which its last line says. */
    public String between(String from, String to) {
        Output output = git.output("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames", from, to);
        if (!output.ok()) {
            throw GitFailure.of(repository, "diff", output.exit().stderr());
        }
        String text = output.stdout();
        return text.length() <= LONGEST
                ? text
                : text.substring(0, text.lastIndexOf('\n', LONGEST) + 1)
                        + "# The rest is left out: there are more than 1,000,000 characters. Run git diff " + from + " "
                        + to
                        + " in " + repository + ".\n";
    }
}
