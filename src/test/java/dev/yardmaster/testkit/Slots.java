package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Executables of the service under test. They are configured before the service starts, and each test installs a program in the next free
 * one. They are named {@code slot-0}, {@code slot-1} … for Claude Code, {@code codex-slot-0} … for Codex, and {@code opencode-slot-0} … for
 * OpenCode. One more is for a provider that only a test adds.
 */
public final class Slots {
    private static final String DIRECTORY = "yardmaster.test.slots";

    private Slots() {}

    /** The executables of one provider. */
    private enum Kind {
        CLAUDE("slot-", "claude-code", 600),
        CODEX("codex-slot-", "codex", 100),
        OPENCODE("opencode-slot-", "opencode", 100);

        private final String prefix;
        private final String provider;
        private final int count;
        private final AtomicInteger next = new AtomicInteger();

        Kind(String prefix, String provider, int count) {
            this.prefix = prefix;
            this.provider = provider;
            this.count = count;
        }

        String take() {
            return prefix + next.getAndIncrement();
        }
    }

    /** Creates the directory for the programs and returns the configuration of the executables. */
    static Map<String, String> declare(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> properties = new HashMap<>(Map.of(DIRECTORY, directory.toString()));
        properties.put(
                "yardmaster.executables.fourth.path",
                directory.resolve("fourth").toString());
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.count; i++) {
                String name = kind.prefix + i;
                properties.put("yardmaster.executables." + name + ".provider", kind.provider);
                properties.put(
                        "yardmaster.executables." + name + ".path",
                        directory.resolve(name).toString());
            }
        }
        return properties;
    }

    /** Returns the name of an executable of Claude Code that runs this program. */
    public static String running(Path program) {
        return running(program, Map.of());
    }

    /** Returns the name of an executable of Claude Code that runs this program with additional environment variables. */
    public static String running(Path program, Map<String, String> environment) {
        return script(Kind.CLAUDE, running(program, List.of(), environment));
    }

    /** Returns the name of an executable of Codex that runs this program with leading arguments and additional environment variables. */
    public static String runningCodex(Path program, List<String> arguments, Map<String, String> environment) {
        return script(Kind.CODEX, running(program, arguments, environment));
    }

    /** Returns the name of an executable of OpenCode that runs this program with additional environment variables. */
    public static String runningOpenCode(Path program, Map<String, String> environment) {
        return script(Kind.OPENCODE, running(program, List.of(), environment));
    }

    /** Returns the name of an executable of Claude Code that is this shell script. */
    public static String script(String body) {
        return script(Kind.CLAUDE, body);
    }

    private static String script(Kind kind, String body) {
        String name = kind.take();
        try {
            Path file = Files.writeString(file(name), "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    /** Deletes the program of an executable. */
    public static void remove(String name) {
        try {
            Files.delete(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the program of an executable by that of another one, which loses it. */
    public static void replace(String name, String by) {
        try {
            Files.move(file(by), file(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String running(Path program, List<String> arguments, Map<String, String> environment) {
        String exports = environment.entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "='" + variable.getValue() + "'\n")
                .collect(Collectors.joining());
        String quoted =
                arguments.stream().map(argument -> "'" + argument + "' ").collect(Collectors.joining());
        // A test run in the background ignores SIGINT, and its child processes would inherit that.
        return exports + "exec env --default-signal=INT '" + program + "' " + quoted + "\"$@\"";
    }

    private static Path file(String name) {
        return Path.of(ConfigProvider.getConfig().getValue(DIRECTORY, String.class))
                .resolve(name);
    }
}
