package dev.yardmaster.provider.opencode;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where OpenCode finds our {@link IdentityPlugin}: a file in a temporary directory that is the service's alone. Thread-safe, by its monitor. */
final class PluginFile {
    private static final Logger LOG = Logger.getLogger(PluginFile.class);

    private Optional<Path> file = Optional.empty();

    /** The file, which is written when it is not there. Throws {@code launch_failed}. */
    synchronized Path path() {
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
                    "The temporary file that OpenCode needs can't be written: " + e + ". Check the space in "
                            + System.getProperty("java.io.tmpdir") + ".",
                    e);
        }
    }

    synchronized void delete() {
        file.ifPresent(written -> {
            try {
                Files.deleteIfExists(written);
                Files.deleteIfExists(written.getParent());
            } catch (IOException e) {
                LOG.debugf("temporary file stays file=%s failure=%s", written, e);
            }
        });
        file = Optional.empty();
    }
}
