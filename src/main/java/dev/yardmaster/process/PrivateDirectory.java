package dev.yardmaster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that only their owner can enter. */
public final class PrivateDirectory {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> MODE = PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private PrivateDirectory() {}

    /** Creates a directory and its missing parents, unless it exists. */
    public static Path create(Path directory) throws IOException {
        // Follows a symbolic link to a directory, which createDirectories() would refuse.
        return Files.isDirectory(directory) ? directory : Files.createDirectories(directory, MODE);
    }

    /** As {@link #create}, for the directory of a file. */
    public static void createFor(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            create(directory);
        }
    }

    /** Removes the permissions of other users. */
    public static void restrict(Path directory) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(directory))) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }
}
