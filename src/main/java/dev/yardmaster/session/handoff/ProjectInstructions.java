package dev.yardmaster.session.handoff;

import dev.yardmaster.provider.Capabilities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Reads the instructions for agents that a project keeps in its work tree, such as {@code AGENTS.md}. Blocks. */
public final class ProjectInstructions {
    private static final Logger LOG = Logger.getLogger(ProjectInstructions.class);
    private static final int MAX_BYTES = 256 * 1024;

    private ProjectInstructions() {}

    /**
     * The instructions that must be passed to a provider because it reads none of the project's instruction files itself: the content of
     * the first file that exists, at most 256 KiB of it.
     *
     * @param directory the work tree in which the session works
     * @param files the names of all files that some provider reads
     */
    public static Optional<String> toPass(Path directory, List<String> files, Capabilities capabilities) {
        List<String> found = files.stream()
                .filter(name -> Files.isRegularFile(directory.resolve(name)))
                .toList();
        boolean readByProvider = found.stream().anyMatch(capabilities.instructionFiles()::contains);
        return readByProvider
                ? Optional.empty()
                : found.stream().findFirst().flatMap(name -> read(directory.resolve(name)));
    }

    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warnf("state=instructions_not_read file=%s reason=%s", file, e);
            return Optional.empty();
        }
    }
}
