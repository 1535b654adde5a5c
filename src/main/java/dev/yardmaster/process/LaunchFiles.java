package dev.yardmaster.process;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * Writes the files of a {@link LaunchSpec} in UTF-8; half a surrogate pair, which UTF-8 can't encode, becomes a question mark. The files can
 * contain secrets, so each one is created with access for its owner only.
 */
public final class LaunchFiles {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private LaunchFiles() {}

    /** Writes each text to its path and creates missing directories. Throws {@code launch_failed} if a file can't be written. */
    public static void write(Map<Path, String> files) {
        files.forEach((path, text) -> {
            try {
                PrivateDirectory.createFor(path);
                Files.deleteIfExists(path);
                Files.createFile(path, OWNER_ONLY);
                Files.write(path, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new YardmasterException(
                        ErrorCode.LAUNCH_FAILED,
                        "The file " + path + ", which the program needs, can't be written: " + e
                                + ". Check the free space and the permissions of its directory.",
                        e);
            }
        });
    }
}
