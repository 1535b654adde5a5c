package dev.yardmaster.permission;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names by which rules know a file: relative to the working directory, or absolute if it is outside. */
public final class EditedPath {
    private EditedPath() {}

    /**
     * The name as it is written, and the one without symbolic links if it differs. A rule must allow both, and one that denies either counts.
     *
     * @param path absolute, or relative to the directory
     */
    static List<String> names(String path, Path directory) {
        try {
            Path written = directory.resolve(path).normalize();
            Stream<String> real = real(written).flatMap(file -> real(directory).map(base -> name(file, base))).stream();
            return Stream.concat(Stream.of(name(written, directory.normalize())), real)
                    .distinct()
                    .toList();
        } catch (InvalidPathException _) {
            return List.of(path);
        }
    }

    /** Whether a file is in a directory, also after its symbolic links are followed. */
    public static boolean isInside(String path, Path directory) {
        return names(path, directory).stream().noneMatch(name -> name.startsWith("/"));
    }

    private static String name(Path file, Path directory) {
        return file.startsWith(directory) ? directory.relativize(file).toString() : file.toString();
    }

    /** The path without symbolic links; what does not exist yet is added to the nearest directory that does. */
    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException _) {
            Path parent = path.getParent();
            return parent == null ? Optional.empty() : real(parent).map(it -> it.resolve(path.getFileName()));
        }
    }
}
