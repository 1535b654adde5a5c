package dev.yardmaster.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the application, as the build wrote it into a resource. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream version = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            return new String[] {"yardmaster " + new String(version.readAllBytes(), StandardCharsets.UTF_8).strip()};
        }
    }
}
