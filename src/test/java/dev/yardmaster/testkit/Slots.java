package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Executables that the service under test knows by name from its start, and to which each test gives a program of its own:
 * {@code slot-0}, {@code slot-1} and so on for Claude Code, {@code codex-slot-0} and so on for Codex.
 */
public final class Slots {
    private static final int COUNT = 400;
    private static final String DIRECTORY = "yardmaster.test.slots";
    private static final String CLAUDE = "slot-";
    private static final String CODEX = "codex-slot-";
    private static final Map<String, String> PROVIDERS = Map.of(CLAUDE, "claude-code", CODEX, "codex");
    private static final AtomicInteger NEXT = new AtomicInteger();

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
            int number = i;
            PROVIDERS.forEach((prefix, provider) -> {
                String executable = "yardmaster.executables." + prefix + number + ".";
                properties.put(executable + "provider", provider);
                properties.put(
                        executable + "path", directory.resolve(prefix + number).toString());
            });
        }
        return properties;
    }

    /** The name of an executable that runs this program. */
    public static String running(Path program) {
        return script("exec '" + program + "' \"$@\"");
    }

    /** The name of an executable that runs a program with these variables over its environment. */
    public static String running(Path program, Map<String, String> environment) {
        return script(exports(environment) + "exec '" + program + "' \"$@\"");
    }

    /** The name of an executable that runs a Codex with these arguments before all others, and these variables. */
    public static String runningCodex(Path program, List<String> arguments, Map<String, String> environment) {
        String quoted =
                arguments.stream().map(argument -> "'" + argument + "' ").collect(Collectors.joining());
        return script(CODEX, exports(environment) + "exec '" + program + "' " + quoted + "\"$@\"");
    }

    /** The name of an executable that is this shell script. */
    public static String script(String body) {
        return script(CLAUDE, body);
    }

    private static String script(String prefix, String body) {
        String name = prefix + NEXT.getAndIncrement();
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

    private static String exports(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "='" + variable.getValue() + "'\n")
                .collect(Collectors.joining());
    }

    private static Path file(String name) {
        return Path.of(ConfigProvider.getConfig().getValue(DIRECTORY, String.class))
                .resolve(name);
    }
}
