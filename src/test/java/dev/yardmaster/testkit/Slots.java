package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Executables of Claude Code that the service under test knows by name from its start, and to which each test gives a program of its
 * own: {@code slot-0}, {@code slot-1} and so on; and of OpenCode, {@code opencode-slot-0} and so on.
 */
public final class Slots {
    private static final int COUNT = 400;
    private static final String DIRECTORY = "yardmaster.test.slots";
    private static final int OPENCODE_COUNT = 50;
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final AtomicInteger NEXT_OPENCODE = new AtomicInteger();

    private Slots() {}

    /** The configuration that declares them, in a directory that is made. */
    static Map<String, String> declare(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> properties = new HashMap<>(Map.of(DIRECTORY, directory.toString()));
        for (int i = 0; i < COUNT; i++) {
            String executable = "yardmaster.executables.slot-" + i + ".";
            properties.put(executable + "provider", "claude-code");
            properties.put(executable + "path", directory.resolve("slot-" + i).toString());
        }
        for (int i = 0; i < OPENCODE_COUNT; i++) {
            String executable = "yardmaster.executables.opencode-slot-" + i + ".";
            properties.put(executable + "provider", "opencode");
            properties.put(
                    executable + "path", directory.resolve("opencode-slot-" + i).toString());
        }
        return properties;
    }

    /** The name of an executable that runs this program. */
    public static String running(Path program) {
        return script("exec '" + program + "' \"$@\"");
    }

    /** The name of an executable that runs a program with these variables over its environment. */
    public static String running(Path program, Map<String, String> environment) {
        return script(exporting(program, environment));
    }

    /** The name of an executable of OpenCode that runs a program with these variables over its environment. */
    public static String runningOpenCode(Path program, Map<String, String> environment) {
        return write("opencode-slot-" + NEXT_OPENCODE.getAndIncrement(), exporting(program, environment));
    }

    private static String exporting(Path program, Map<String, String> environment) {
        StringBuilder exports = new StringBuilder();
        environment.forEach((name, value) -> exports.append("export ")
                .append(name)
                .append("='")
                .append(value)
                .append("'\n"));
        return exports + "exec '" + program + "' \"$@\"";
    }

    /** The name of an executable that is this shell script. */
    public static String script(String body) {
        return write("slot-" + NEXT.getAndIncrement(), body);
    }

    private static String write(String name, String body) {
        try {
            Path file = Files.writeString(file(name), "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    /** Takes an executable's program away. */
    public static void remove(String name) {
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(String name) {
        return Path.of(ConfigProvider.getConfig().getValue(DIRECTORY, String.class))
                .resolve(name);
    }
}
