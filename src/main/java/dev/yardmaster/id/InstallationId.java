package dev.yardmaster.id;

import dev.yardmaster.process.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The id of an installation of the service. It is stored in the home directory and so survives restarts. */
public final class InstallationId {
    private InstallationId() {}

    /** The id of a home. The first call creates it. Blocks for a moment. */
    public static synchronized UUID of(Path home) {
        Path file = home.toAbsolutePath().resolve("instance-id");
        try {
            if (Files.exists(file)) {
                return UUID.fromString(Files.readString(file).strip());
            }
            UUID id = UUID.randomUUID();
            PrivateDirectory.createFor(file);
            Files.writeString(file, id + "\n");
            return id;
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("The instance id in " + file + " can't be read or created: " + e, e);
        }
    }
}
