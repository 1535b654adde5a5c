package dev.yardmaster.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How to start this program again. */
final class SelfCommand {
    private SelfCommand() {}

    /** The program, and the arguments that precede the name of a command. */
    static List<String> get() {
        Optional<String> launcher = Optional.ofNullable(System.getProperty("yardmaster.launcher"));
        if (launcher.isPresent()) {
            return List.of(launcher.get());
        }
        String program = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = new ArrayList<>(List.of(program));
        if (System.getProperty("org.graalvm.nativeimage.imagecode") == null) {
            command.addAll(List.of(
                    "-jar",
                    Path.of(System.getProperty("java.class.path"))
                            .toAbsolutePath()
                            .toString()));
        }
        return command;
    }

    /** The program as a user would type it in the current directory. */
    static String display() {
        Optional<Path> launcher =
                Optional.ofNullable(System.getProperty("yardmaster.launcher")).map(Path::of);
        Path here = Path.of("").toAbsolutePath();
        return launcher.map(path -> path.startsWith(here) ? here.relativize(path) : path)
                .map(Path::toString)
                .orElse("yardmaster");
    }
}
