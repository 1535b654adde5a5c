package dev.yardmaster.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How to start this very program again. */
final class SelfCommand {
    private SelfCommand() {}

    /** The program and the arguments that come before a command's name. */
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
}
