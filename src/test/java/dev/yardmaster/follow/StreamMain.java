package dev.yardmaster.follow;

import dev.yardmaster.client.Contexts;
import dev.yardmaster.client.Targets;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Runs {@code session stream} as a process of its own, for a terminal. Its arguments are those of the command. */
final class StreamMain {
    private StreamMain() {}

    public static void main(String... arguments) {
        var nowhere = Path.of("/nonexistent");
        var targets = new Targets(Map.of(), new Contexts(nowhere), nowhere);
        var out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        var screen = new Screen(OptionalInt.of(80), true);
        System.exit(new CommandLine(new SessionStreamCommand(targets, out, () -> screen)).execute(arguments));
    }
}
