package dev.yardmaster.session.spool;

import dev.yardmaster.session.frame.LogSlice;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The directory {@code spool} of the home. It holds the events that readers may have seen and that may not be stored yet. When the service
 * is killed, the operating system keeps the files, and the next start of the service stores their events.
 *
 * <p>The file {@code boot} names the boot of the machine during which the other files were written: after a crash of the machine only the
 * bytes count that {@link #force} has brought to the disk. The file {@code complete} is removed when an event cannot be written.
 */
@Singleton
public class Spool {
    private static final Logger LOG = Logger.getLogger(Spool.class);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path directory;
    private final Path bootFile;
    private final Path completeFile;
    private final String boot;
    private final AtomicBoolean incomplete = new AtomicBoolean();
    private final SpoolFilePool pool = new SpoolFilePool();
    private final Set<FileSpool> open = ConcurrentHashMap.newKeySet();

    @Inject
    Spool(@ConfigProperty(name = "yardmaster.home") Path home) {
        this(home.toAbsolutePath().resolve("spool"), currentBoot());
    }

    /** @param boot identifies the boot of the machine; empty if the operating system does not identify it */
    Spool(Path directory, String boot) {
        this.directory = directory;
        this.bootFile = directory.resolve("boot");
        this.completeFile = directory.resolve("complete");
        this.boot = boot;
    }

    /** Removes what earlier runs of the service left. To be called before the first session starts. */
    public void reset() {
        pool.clear();
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.writeString(bootFile, boot);
            Files.createFile(completeFile);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** The spool of a new session. */
    public SessionSpool of(UUID session) {
        var spool = new FileSpool(directory, session, pool, this::failed, open::remove);
        open.add(spool);
        return spool;
    }

    /** Lets the events in the spool survive a crash of the machine. Takes as long as the disk needs. */
    public void force() {
        open.forEach(FileSpool::force);
    }

    /** Reads the events that an earlier run of the service left of a session. */
    public SpooledLog read(UUID session) {
        try {
            boolean sameBoot = !boot.isEmpty()
                    && Files.exists(bootFile)
                    && Files.readString(bootFile).equals(boot);
            List<LogSlice> records = new ArrayList<>();
            for (Path file : FileSpool.paths(directory, session)) {
                if (Files.exists(file)) {
                    records.addAll(sameBoot ? SpoolFile.read(file) : SpoolFile.readForced(file));
                }
            }
            return new SpooledLog(records, sameBoot && Files.exists(completeFile));
        } catch (IOException e) {
            LOG.errorf("session=%s state=spool_not_read error=%s", session, e);
            return SpooledLog.NONE;
        }
    }

    private void failed(Throwable e) {
        if (incomplete.compareAndSet(false, true)) {
            LOG.errorf(
                    "directory=%s state=spool_incomplete error=%s; a crash of the service can lose events that are not stored"
                            + " yet. Check the free space and the permissions, then restart the service.",
                    directory, e);
            deleteCompleteFile();
        }
    }

    private void deleteCompleteFile() {
        try {
            Files.deleteIfExists(completeFile);
        } catch (IOException e) {
            LOG.errorf("file=%s state=not_deleted error=%s", completeFile, e);
        }
    }

    private static String currentBoot() {
        try {
            return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
        } catch (IOException e) {
            LOG.warnf("file=%s state=not_read error=%s", BOOT_ID, e);
            return "";
        }
    }
}
