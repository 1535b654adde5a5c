package dev.yardmaster.provider.opencode.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The file of our {@link IdentityPlugin}, in a temporary directory that only the service uses. Thread-safe, by its monitor. */
public final class PluginFile {
    private static final Logger LOG = Logger.getLogger(PluginFile.class);

    private Optional<Path> file = Optional.empty();

    /**
     * Returns the file and writes it if it does not exist.
     *
     * @throws YardmasterException with {@code LAUNCH_FAILED} if it can't be written
     */
    public synchronized Path path() {
        try {
            Path existing = file.filter(Files::exists).orElse(null);
            if (existing != null) {
                return existing;
            }
            Path written = Files.createTempDirectory("yardmaster-opencode-").resolve(IdentityPlugin.FILE);
            Files.writeString(written, IdentityPlugin.SOURCE);
            file = Optional.of(written);
            return written;
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.LAUNCH_FAILED,
                    "The temporary file that OpenCode needs can't be written: " + e + ". Check the free space in "
                            + System.getProperty("java.io.tmpdir") + ".",
                    e);
        }
    }

    public synchronized void delete() {
        file.ifPresent(written -> {
            try {
                Files.deleteIfExists(written);
                Files.deleteIfExists(written.getParent());
            } catch (IOException e) {
                LOG.debugf("temporary file not deleted file=%s failure=%s", written, e);
            }
        });
        file = Optional.empty();
    }
}
