package dev.yardmaster.cli;

import dev.yardmaster.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The git repository in which the agents of a demo work. All methods block. */
final class DemoRepository {
    /** Fails if a haiku has not three lines. */
    private static final String TEST = "for haiku in *.txt; do [ \"$(wc -l < \"$haiku\")\" -eq 3 ] || exit 1; done\n";

    private final Git git;

    private DemoRepository(Git git) {
        this.git = git;
    }

    /** A new repository with one commit. */
    static DemoRepository create(Path directory) throws IOException {
        Git git = Git.in(Files.createDirectory(directory));
        Files.writeString(directory.resolve("README.md"), "# A book of haikus about a railway yard\n");
        Files.writeString(directory.resolve("test.sh"), TEST);
        git.run("init", "--quiet", "--initial-branch=main");
        git.run("add", ".");
        git.run("commit", "--quiet", "--message=Begin the book");
        return new DemoRepository(git);
    }

    Path directory() {
        return git.directory();
    }

    /** The command that tests the work. */
    static String testCommand() {
        return "sh test.sh";
    }

    /** The commits, the newest first: their ids, authors and titles. */
    List<String> log() {
        return git.run("log", "--format=%h %an: %s", "main").lines().toList();
    }
}
