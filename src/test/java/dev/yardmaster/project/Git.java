package dev.yardmaster.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Creates repositories for tests. */
final class Git {
    private Git() {}

    /** Creates a repository with one commit on a branch. */
    static void init(Path directory, String branch) {
        run(directory, "init", "--quiet", "--initial-branch=" + branch);
        run(directory, "commit", "--quiet", "--allow-empty", "--message=first");
    }

    static void branch(Path directory, String name) {
        run(directory, "branch", name);
    }

    static void run(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", directory.toString(), "-c", "user.name=t", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .as(String.join(" ", command))
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
