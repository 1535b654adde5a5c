package dev.yardmaster.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks a {@code .tar.xz} archive with its directories, files, symbolic links and permissions. */
final class TarXz {
    private TarXz() {}

    /**
     * @param archive the archive; the caller closes it
     * @param directory the target; must exist
     * @throws IOException also for an entry outside of the target directory
     */
    static void unpack(InputStream archive, Path directory) throws IOException {
        // Not closed, because its only resource is the stream of the caller.
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = directory.resolve(entry.getName()).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException("The archive entry " + entry.getName() + " is outside of the target directory");
            }
            Files.createDirectories(target.getParent());
            write(tar, entry, target);
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else {
            Files.copy(tar, target);
        }
        Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }

    /** The permissions of a mode such as 0755. */
    private static Set<PosixFilePermission> permissions(int mode) {
        char[] text = "rwxrwxrwx".toCharArray();
        for (int bit = 0; bit < text.length; bit++) {
            if ((mode & (0400 >> bit)) == 0) {
                text[bit] = '-';
            }
        }
        return PosixFilePermissions.fromString(new String(text));
    }
}
