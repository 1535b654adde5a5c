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
 * Writes the files of a {@link LaunchSpec}, in UTF-8, with a question mark for what that can't hold. They can hold secrets, so nobody else
 * may read them, not even for a moment.
 */
public final class LaunchFiles {
    private LaunchFiles() {}

    /** Writes texts to their paths, in directories that are made where they are missing. Throws {@code launch_failed}. */
    public static void write(Map<Path, String> files) {
        files.forEach((path, text) -> {
            try {
                Files.createDirectories(path.getParent(), mode("rwx------"));
                Files.deleteIfExists(path);
                Files.createFile(path, mode("rw-------"));
                Files.write(path, text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new YardmasterException(
                        ErrorCode.LAUNCH_FAILED,
                        "The file " + path + ", which the program needs, can't be written: " + e
                                + ". Check the space and the permissions of its directory.",
                        e);
            }
        });
    }

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }
}
