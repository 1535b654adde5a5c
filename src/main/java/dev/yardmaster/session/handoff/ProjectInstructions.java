package dev.yardmaster.session.handoff;

import dev.yardmaster.project.Project;
import dev.yardmaster.provider.Capabilities;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The instructions that a project keeps in a file of its work tree. Blocks. */
public final class ProjectInstructions {
    private static final Logger LOG = Logger.getLogger(ProjectInstructions.class);
    private static final int MOST_BYTES = 256 * 1024;

    private ProjectInstructions() {}

    /**
     * Those that a provider does not read by itself: the first file there is, unless the provider reads one of them.
     *
     * @param files the names of files that any provider reads
     */
    public static Optional<String> toBeTold(Project project, List<String> files, Capabilities capabilities) {
        List<String> found = files.stream()
                .filter(name -> Files.isRegularFile(Path.of(project.path(), name)))
                .toList();
        boolean reads = found.stream().anyMatch(capabilities.instructionFiles()::contains);
        return reads
                ? Optional.empty()
                : found.stream().findFirst().flatMap(name -> read(Path.of(project.path(), name)));
    }

    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warnf("state=instructions_not_read file=%s reason=%s", file, e);
            return Optional.empty();
        }
    }
}
