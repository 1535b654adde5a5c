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

/** Unpacks a {@code .tar.xz} with its directories, files, symbolic links and permissions. */
final class TarXz {
    private TarXz() {}

    /**
     * @param archive the packed bytes; the caller closes it
     * @param directory where to; must exist
     * @throws IOException also for an entry that would land outside the directory
     */
    static void unpack(InputStream archive, Path directory) throws IOException {
        // Not closed: it holds nothing but the caller's stream.
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)));
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = directory.resolve(entry.getName()).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException("The archive's entry " + entry.getName() + " leads out of its directory");
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
