package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** A provider that the configuration of the service under test declares: {@value #ID}, a wrapper of Claude Code. */
public final class Wrapper {
    public static final String ID = "wrapped-agent";

    private static final String PREFIX = "yardmaster.providers." + ID + ".";

    private Wrapper() {}

    static Map<String, String> declare(Path home) {
        return Map.of(
                PREFIX + "dialect", "claude-stream-json",
                PREFIX + "display-name", "Wrapped Agent",
                PREFIX + "command", home.resolve(ID).toString(),
                PREFIX + "arguments", "run,two words,--model {model},--id {session},--again {resume},--in {directory}",
                PREFIX + "environment.WRAPPED", "yes",
                PREFIX + "models", "small,large",
                PREFIX + "aliases.opus", "large",
                PREFIX + "version-pattern", "wrapper v(\\S+)",
                PREFIX + "instructions", "inject");
    }

    /** Replaces the program of the provider by a shell script. */
    public static void script(String body) {
        Path program = Path.of(ConfigProvider.getConfig().getValue(PREFIX + "command", String.class));
        try {
            Files.writeString(program, "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
