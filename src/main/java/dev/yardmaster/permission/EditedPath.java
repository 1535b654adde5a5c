package dev.yardmaster.permission;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names by which rules know a file: relative to the working directory, or absolute if it is outside. */
public final class EditedPath {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private EditedPath() {}

    /**
     * The name as it is written, and the one without symbolic links if it differs. A rule must allow both, and one that denies either counts.
     *
     * @param path absolute, or relative to the directory
     */
    static List<String> names(String path, Path directory) {
        try {
            Path asWritten = directory.resolve(withHome(path));
            Path written = asWritten.normalize();
            // The system follows a link before it goes to the parent directory by '..', and some tools do it the other
            // way round.
            Stream<String> real = Stream.of(written, asWritten)
                    .flatMap(file -> real(file, 0).stream())
                    .flatMap(file -> real(directory, 0).map(base -> name(file, base)).stream());
            return Stream.concat(Stream.of(name(written, directory.normalize())), real)
                    .distinct()
                    .toList();
        } catch (InvalidPathException _) {
            return List.of("/" + path);
        }
    }

    /** Some tools take {@code ~} for the home directory. */
    private static String withHome(String path) {
        return path.equals("~") || path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    /** Whether a file is in a directory, also after its symbolic links are followed. */
    public static boolean isInside(String path, Path directory) {
        return names(path, directory).stream().noneMatch(name -> name.startsWith("/"));
    }

    private static String name(Path file, Path directory) {
        return file.startsWith(directory) ? directory.relativize(file).toString() : file.toString();
    }

    /** The path without symbolic links; what does not exist yet is added to the nearest directory that does. */
    private static Optional<Path> real(Path path, int links) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException _) {
            Path parent = path.getParent();
            if (parent == null || links > MOST_LINKS) {
                return Optional.empty();
            }
            // Who writes to a link whose target does not exist creates the target.
            return target(path)
                    .map(target -> real(parent.resolve(target), links + 1))
                    .orElseGet(() -> real(parent, links)
                            .map(it -> it.resolve(path.getFileName()).normalize()));
        }
    }

    private static Optional<Path> target(Path path) {
        try {
            return Files.isSymbolicLink(path) ? Optional.of(Files.readSymbolicLink(path)) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
