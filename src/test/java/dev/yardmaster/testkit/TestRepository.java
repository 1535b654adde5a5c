package dev.yardmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A git repository of a test, used as its owner uses it. */
public record TestRepository(Path path) {
    /** Creates a repository with the branch {@code main} and one commit with the file {@code README}. */
    public static TestRepository create(Path path) {
        var repository = empty(path);
        repository.write("README", "first\n");
        repository.commitAll("first");
        return repository;
    }

    /** Creates a repository without a commit. */
    public static TestRepository empty(Path path) {
        run(Path.of("/"), "init", "--quiet", "--initial-branch=main", path.toString());
        return new TestRepository(path);
    }

    public TestRepository at(Path other) {
        return new TestRepository(other);
    }

    /** Writes a file, with missing directories. */
    public void write(String file, String text) {
        try {
            Files.createDirectories(path.resolve(file).toAbsolutePath().getParent());
            Files.writeString(path.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String file) {
        try {
            return Files.readString(path.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits all files; returns the commit. */
    public String commitAll(String message) {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "--message=" + message);
        return git("rev-parse", "HEAD");
    }

    /** Runs git, which must succeed; returns its output. */
    public String git(String... arguments) {
        return run(path, arguments);
    }

    /** The content of each file below the path by its name, with those in {@code .git} that describe the checkout. */
    public SortedMap<String, String> checkout() {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = path.relativize(file).toString();
                if (!name.startsWith(".git/")
                        || List.of(".git/HEAD", ".git/index", ".git/config").contains(name)) {
                    files.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static String run(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", directory.toString(), "-c", "user.name=t", "-c", "user.email=t@example.org"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + ": " + output)
                    .isZero();
            return output.strip();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
